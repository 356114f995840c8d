/* basma-population: an invented register extract with synthetic fingers and given portraits. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/base/file.h"
#include "tests/sim/population/population.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, WORKERS_MAX = 8, KINDS_MAX = 20 };

static const char help[] =
    "usage: basma-population --out DIR --people N --portraits LIST.tsv [--seed S] [--kinds K]\n"
    "\n"
    "Makes N people who never were: DIR/extract.jsonl for the import at the centre (with DIR/fingers and DIR/faces), "
    "and\n"
    "DIR/people.jsonl for the bench and the scripted person (with DIR/probes). The same seed makes the same people.\n"
    "\n"
    "  --portraits LIST.tsv   a person a line: LABEL, enrolment picture, probe picture [, face X Y W H], parted by "
    "tabs;\n"
    "                         a label that begins with \"woman\" or \"man\" chooses the kind of name; the probe "
    "picture\n"
    "                         (another picture of the same face, for the camera) may be \"-\"; with fewer\n"
    "                         portraits than people they are given out again from the first\n"
    "  --seed S               default 1\n"
    "  --kinds K              after them K people more of each kind that a visit may need, with faces that the camera "
    "shows:\n"
    "                         none, active, none_no_mobile, no_mobile, other_mobile, missing_finger; default 0\n"
    "  --help\n";

struct options {
    const char *out, *portraits;
    uint64_t people, seed, kinds;
};

/* The fingers of all, shared out among workers. */
struct work {
    const struct person *persons;
    int count; /* of fingers */
    const char *folder;
    atomic_int next;
    atomic_int failed; /* errno of the first failure, 0 none */
};

static void *make_fingers(void *owner)
{
    struct work *work = owner;
    for (int i; (i = atomic_fetch_add(&work->next, 1)) < work->count && !atomic_load(&work->failed);)
        if (person_write_finger(&work->persons[i / PERSON_FINGERS], person_positions[i % PERSON_FINGERS],
                                work->folder) != BSM_OK)
            atomic_store(&work->failed, errno ? errno : ENOMEM);
    return NULL;
}

static bool write_fingers(const struct person *persons, int people, const char *folder)
{
    struct work work = {.persons = persons, .count = people * PERSON_FINGERS, .folder = folder};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int helpers = (int)(cores < 1 ? 1 : cores > WORKERS_MAX ? WORKERS_MAX : cores) - 1;
    pthread_t threads[WORKERS_MAX];
    int started = 0;
    while (started < helpers && pthread_create(&threads[started], NULL, make_fingers, &work) == 0)
        started++;
    make_fingers(&work);
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    if (work.failed)
        fprintf(stderr, "basma-population: cannot write into %s/fingers: %s\n", folder, strerror(work.failed));
    return !work.failed;
}

static bool write_lines(const struct person *persons, int people, const char *folder, const char *name,
                        char *(*line_of)(const struct person *))
{
    char path[PATH_MAX];
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    bool complete = memory != NULL;
    for (int i = 0; complete && i < people; i++) {
        char *line = line_of(&persons[i]);
        complete = line && fprintf(memory, "%s\n", line) > 0;
        free(line);
    }
    complete = memory && fclose(memory) == 0 && complete;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    errno = ENOMEM;
    bool written = complete && bsm_file_write(path, text, size, 0644) == BSM_OK;
    if (!written)
        fprintf(stderr, "basma-population: cannot write %s: %s\n", path, strerror(errno));
    free(text);
    return written;
}

static bool make_folders(const char *out)
{
    static const char *const names[] = {"fingers", "faces", "probes"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[PATH_MAX];
        if (snprintf(path, sizeof path, "%s/%s", out, names[i]) >= (int)sizeof path ||
            bsm_file_make_folders(path, 0755) != BSM_OK) {
            fprintf(stderr, "basma-population: cannot make %s: %s\n", path, strerror(errno));
            return false;
        }
    }
    return true;
}

static bool write_all(const struct options *options, const struct person *persons, int people)
{
    char why[PATH_MAX + 200];
    if (!make_folders(options->out))
        return false;
    for (int i = 0; i < people; i++)
        if (person_write_faces(&persons[i], options->out, why, sizeof why) != BSM_OK) {
            fprintf(stderr, "basma-population: %s\n", why);
            return false;
        }
    return write_fingers(persons, people, options->out) &&
           write_lines(persons, people, options->out, "people.jsonl", person_people_line) &&
           write_lines(persons, people, options->out, "extract.jsonl", person_extract_line);
}

static int usage(const char *why, const char *what)
{
    fprintf(stderr, "basma-population: %s%s; see --help\n", why, what);
    return EXIT_USAGE;
}

/* The nth portrait with a probe picture, around its end; any where there is none. */
static const struct portrait_row *shown_portrait(const struct portrait_list *list, int nth)
{
    int shown = 0;
    for (int i = 0; i < list->count; i++)
        shown += list->rows[i].probe[0] != 0;
    nth = shown ? nth % shown : 0;
    for (int i = 0; shown && i < list->count; i++)
        if (list->rows[i].probe[0] && nth-- == 0)
            return &list->rows[i];
    return &list->rows[0];
}

static void draw_all(struct person *persons, const struct options *options, const struct portrait_list *list)
{
    int people = (int)options->people, kinds = (int)options->kinds;
    for (int i = 0; i < people; i++)
        person_draw(&persons[i], options->seed, i + 1, &list->rows[i % list->count]);
    for (int i = 0; i < kinds * PERSON_KINDS; i++)
        person_draw_kind(&persons[people + i], options->seed, people + i + 1, shown_portrait(list, i),
                         i % PERSON_KINDS);
}

static int run(const struct options *options)
{
    struct portrait_list list = {0};
    char why[PORTRAIT_WHY_SIZE];
    enum bsm_status status = portrait_list_read(&list, options->portraits, why, sizeof why);
    if (status != BSM_OK) {
        fprintf(stderr, "basma-population: %s: %s\n", options->portraits, why[0] ? why : bsm_status_name(status));
        return EXIT_USAGE;
    }
    int people = (int)options->people + (int)options->kinds * PERSON_KINDS;
    struct person *persons = calloc((size_t)people, sizeof *persons);
    int result = EXIT_FAILED;
    if (list.count == 0) {
        fprintf(stderr, "basma-population: %s: there is no portrait in it\n", options->portraits);
        result = EXIT_USAGE;
    } else if (persons) {
        draw_all(persons, options, &list);
        result = write_all(options, persons, people) ? 0 : EXIT_FAILED;
    }
    if (result == 0)
        printf("%d people with %d fingers in %s\n", people, people * PERSON_FINGERS, options->out);
    free(persons);
    portrait_list_finish(&list);
    return result;
}

static bool parse_number(const char *text, uint64_t highest, uint64_t *value)
{
    char *end = NULL;
    errno = 0;
    unsigned long long parsed = strtoull(text, &end, 10);
    if (errno || end == text || *end || text[0] < '0' || text[0] > '9' || parsed > highest)
        return false;
    *value = parsed;
    return true;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"out", 1, NULL, 'o'},   {"people", 1, NULL, 'n'}, {"portraits", 1, NULL, 'p'}, {"seed", 1, NULL, 's'},
        {"kinds", 1, NULL, 'k'}, {"help", 0, NULL, 'h'},   {NULL, 0, NULL, 0},
    };
    struct options options = {.seed = 1};
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        bool good = true;
        switch (option) {
        case 'h': fputs(help, stdout); return 0;
        case 'o': options.out = optarg; break;
        case 'p': options.portraits = optarg; break;
        case 'n': good = parse_number(optarg, PORTRAITS_MAX - 1, &options.people) && options.people; break;
        case 'k': good = parse_number(optarg, KINDS_MAX, &options.kinds); break;
        case 's': good = parse_number(optarg, UINT64_MAX, &options.seed); break;
        default: return usage("an option that is not understood", "");
        }
        if (!good)
            return usage("a value that cannot be: ", optarg);
    }
    if (!options.out || !options.portraits || !options.people || optind < argc ||
        options.people + options.kinds * PERSON_KINDS >= PORTRAITS_MAX)
        return usage("--out, --people and --portraits are needed, and nothing else", "");
    return run(&options);
}
