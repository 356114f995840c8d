#include "tests/sim/person/traces.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/ipc/preview.h"

enum {
    ROW_PIXELS = 48,  /* of a picture's row, from its middle */
    ROWS_LEARNT = 24, /* of one picture */
    VALUES_MIN = 12,  /* different ones in a row or piece: a plain surface looks alike everywhere */
    TEMPLATE_PIECE = 48,
    SHORT = 6, /* as long as a code */
    CHUNK = 1 << 20,
    OVERLAP = 2 * TRACE_BYTES_MAX,
    ANCHOR = TRACE_BYTES_MIN,
    FIRST_BITS = 16,
    FOLDERS_DEEP = 4,
};

bool traces_init(struct traces *traces)
{
    *traces = (struct traces){0};
    traces->extractor = bsm_finger_extractor_create(&(enum bsm_status){BSM_OK});
    return traces->extractor != NULL;
}

void traces_finish(struct traces *traces) { bsm_finger_extractor_destroy(traces->extractor); }

void traces_forget(struct traces *traces)
{
    traces->count = 0;
    traces->preview_sequence = 0;
}

static void add(struct traces *traces, const char *label, const void *bytes, size_t size)
{
    if (size < TRACE_BYTES_MIN || traces->count == TRACES_MAX)
        return;
    if (size > TRACE_BYTES_MAX)
        size = TRACE_BYTES_MAX;
    struct trace *trace = &traces->list[traces->count++];
    snprintf(trace->label, sizeof trace->label, "%s", label);
    memcpy(trace->bytes, bytes, size);
    trace->size = size;
}

void traces_add_text(struct traces *traces, const char *label, const char *text)
{
    add(traces, label, text, strlen(text));
}

/* --- pictures --- */

static bool tells(const uint32_t *pixels, int count)
{
    int different = 0;
    for (int i = 0; i < count; i++) {
        int before = 0;
        while (before < i && pixels[before] != pixels[i])
            before++;
        different += before == i;
    }
    return different >= VALUES_MIN;
}

static void add_row(struct traces *traces, const uint32_t *pixels, bool finger)
{
    uint8_t grey[ROW_PIXELS];
    if (!tells(pixels, ROW_PIXELS))
        return;
    add(traces, finger ? "finger row" : "face row", pixels, ROW_PIXELS * sizeof *pixels);
    for (int i = 0; i < ROW_PIXELS; i++)
        grey[i] = (uint8_t)pixels[i];
    if (finger)
        add(traces, "impression row", grey, sizeof grey);
}

/* A piece of the template where nothing of the finger lies is alike in all memory. */
static bool bytes_tell(const uint8_t *bytes, int count)
{
    bool seen[256] = {false};
    int different = 0;
    for (int i = 0; i < count; i++) {
        different += !seen[bytes[i]];
        seen[bytes[i]] = true;
    }
    return different >= VALUES_MIN;
}

static void add_template(struct traces *traces, const struct bsm_preview_frame *frame)
{
    struct bsm_image image = {0};
    struct bsm_finger_quality quality;
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size = 0;
    if (bsm_image_init(&image, frame->width_px, frame->height_px, BSM_IMAGE_GREY8, 500) != BSM_OK)
        return;
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++)
            image.pixels[(size_t)y * (size_t)image.stride + (size_t)x] =
                (uint8_t)frame->pixels[(size_t)y * (size_t)frame->width_px + (size_t)x];
    if (bsm_finger_extract(traces->extractor, &image, bytes, sizeof bytes, &size, &quality) == BSM_OK)
        for (size_t at = TEMPLATE_PIECE; at + TEMPLATE_PIECE <= size; at += size / 8 + 1)
            if (bytes_tell(bytes + at, TEMPLATE_PIECE))
                add(traces, "template", bytes + at, TEMPLATE_PIECE);
    bsm_image_finish(&image);
}

/* The ui's own descriptor of the shared picture, opened anew for reading; -1: it has none. */
static int open_preview(pid_t ui)
{
    char folder[64], path[PATH_MAX], target[128];
    int fd = -1;
    snprintf(folder, sizeof folder, "/proc/%d/fd", (int)ui);
    DIR *list = opendir(folder);
    for (struct dirent *entry; list && fd < 0 && (entry = readdir(list));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        ssize_t size = readlink(path, target, sizeof target - 1);
        target[size > 0 ? size : 0] = '\0';
        if (strstr(target, "memfd:basma-preview"))
            fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (list)
        closedir(list);
    return fd;
}

void traces_learn_picture(struct traces *traces, pid_t ui)
{
    struct bsm_preview preview = {.fd = -1};
    struct bsm_preview_frame frame;
    int fd = open_preview(ui);
    if (fd < 0 || bsm_preview_open(&preview, fd) != BSM_OK)
        return;
    if (bsm_preview_take(&preview, traces->preview_sequence, &frame) && frame.kind != BSM_PREVIEW_NOTHING &&
        frame.width_px >= ROW_PIXELS) {
        traces->preview_sequence = frame.sequence;
        bool finger = frame.kind == BSM_PREVIEW_FINGER;
        for (int i = 0; i < ROWS_LEARNT; i++) {
            int y = frame.height_px * (i + 1) / (ROWS_LEARNT + 1);
            add_row(traces, frame.pixels + (size_t)y * (size_t)frame.width_px + (frame.width_px - ROW_PIXELS) / 2,
                    finger);
        }
        if (finger)
            add_template(traces, &frame);
    }
    bsm_preview_finish(&preview);
}

/* --- the search --- */

/* A trace is looked for by six bytes of it that are as different from each other as any: plain memory has no such
 * place, so that nearly all of it is passed over with one look. */
static size_t anchor_of(const struct trace *trace)
{
    size_t best = 0;
    int most = 0;
    for (size_t at = 0; at + ANCHOR <= trace->size; at++) {
        int different = 0;
        for (size_t i = 0; i < ANCHOR; i++) {
            size_t before = 0;
            while (before < i && trace->bytes[at + before] != trace->bytes[at + i])
                before++;
            different += before == i;
        }
        if (different > most) {
            most = different;
            best = at;
        }
    }
    return best;
}

static uint32_t hash_of(const uint8_t *bytes)
{
    uint64_t word = 0;
    memcpy(&word, bytes, ANCHOR);
    return (uint32_t)(word * UINT64_C(0x9e3779b97f4a7c15) >> (64 - FIRST_BITS)); /* Knuth, TAOCP 3, section 6.4 */
}

struct search {
    const struct traces *traces;
    size_t anchor[TRACES_MAX];
    int next[TRACES_MAX];       /* of the same hash; -1 */
    int first[1 << FIRST_BITS]; /* by hash; -1 */
    const char *label;          /* only these; NULL: all */
    const char *place;
    int found;
    char *where;
    uint8_t chunk[CHUNK + OVERLAP];
};

static void note(struct search *search, const struct trace *trace)
{
    char line[96];
    snprintf(line, sizeof line, "%s%s in %.40s", search->found ? ", " : "", trace->label, search->place);
    search->found++;
    size_t used = search->where ? strlen(search->where) : 0;
    if (search->where && used + strlen(line) < TRACES_FOUND_SIZE)
        memcpy(search->where + used, line, strlen(line) + 1);
}

static bool is_letter_or_digit(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Six digits stand by chance in a longer number or in a hash that is written out: a code stands alone. */
static bool stands_alone(const struct search *search, size_t from, size_t trace_size, size_t size)
{
    return trace_size > SHORT || ((from == 0 || !is_letter_or_digit(search->chunk[from - 1])) &&
                                  (from + trace_size >= size || !is_letter_or_digit(search->chunk[from + trace_size])));
}

/* at: of the anchor, in the size bytes of the chunk. A trace that does not lie whole in them is found in the next ones.
 */
static void look_at(struct search *search, size_t at, size_t size)
{
    for (int i = search->first[hash_of(search->chunk + at)]; i >= 0; i = search->next[i]) {
        const struct trace *trace = &search->traces->list[i];
        size_t before = search->anchor[i];
        bool wanted = !search->label || strcmp(search->label, trace->label) == 0;
        if (wanted && at >= before && at - before + trace->size <= size &&
            memcmp(trace->bytes, search->chunk + at - before, trace->size) == 0 &&
            stands_alone(search, at - before, trace->size, size))
            note(search, trace);
    }
}

static void look_through(struct search *search, size_t from, size_t size)
{
    for (size_t at = from; at + ANCHOR <= size; at++)
        if (search->first[hash_of(search->chunk + at)] >= 0)
            look_at(search, at, size);
}

static struct search *search_begin(const struct traces *traces, const char *label, char *where)
{
    struct search *search = calloc(1, sizeof *search);
    if (!search)
        return NULL;
    search->traces = traces;
    search->label = label;
    search->where = where;
    for (int i = 0; i < 1 << FIRST_BITS; i++)
        search->first[i] = -1;
    for (int i = 0; i < traces->count; i++) {
        search->anchor[i] = anchor_of(&traces->list[i]);
        uint32_t hash = hash_of(traces->list[i].bytes + search->anchor[i]);
        search->next[i] = search->first[hash];
        search->first[hash] = i;
    }
    return search;
}

static bool is_blank(const uint8_t *bytes, size_t size)
{
    return size == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* From offset to end, or to the end of the file for end 0. What cannot be read ends it. Anchors in the last bytes of a
 * piece are looked at again with the next piece behind them, those found whole the first time twice: a trace more or
 * less does not matter, one missed would. */
static void search_file(struct search *search, int fd, uint64_t offset, uint64_t end)
{
    size_t kept = 0;
    for (;;) {
        size_t want = CHUNK;
        if (end && end - offset < want)
            want = (size_t)(end - offset);
        ssize_t got = want ? pread(fd, search->chunk + kept, want, (off_t)offset) : 0;
        if (got <= 0)
            break;
        offset += (uint64_t)got;
        size_t size = kept + (size_t)got;
        if (!is_blank(search->chunk, size))
            look_through(search, 0, size);
        kept = size < OVERLAP ? size : OVERLAP;
        memmove(search->chunk, search->chunk + size - kept, kept);
    }
}

/* What a process may write to, or holds without a file: a library's code is nobody's secret. */
static bool worth_reading(const char *modes, const char *name)
{
    return modes[0] == 'r' && (modes[1] == 'w' || name[0] != '/') && strncmp(name, "[v", 2) != 0;
}

/* Larger than any memory: a sanitizer's shadow, reserved and empty. */
#define REGION_MAX (16ULL << 30)

enum { NAME_SIZE = 24 };

static void name_of_process(pid_t pid, char name[NAME_SIZE])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    FILE *comm = fopen(path, "re");
    if (!comm || !fgets(name, NAME_SIZE, comm))
        snprintf(name, NAME_SIZE, "process %d", (int)pid);
    name[strcspn(name, "\n")] = '\0';
    if (comm)
        fclose(comm);
}

static bool search_process(struct search *search, pid_t pid)
{
    char path[64], line[PATH_MAX + 128], place[48], modes[8], name[PATH_MAX], program[NAME_SIZE];
    snprintf(path, sizeof path, "/proc/%d/mem", (int)pid);
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    FILE *maps = memory >= 0 ? fopen(path, "re") : NULL;
    if (!maps) {
        bool gone = errno == ENOENT || errno == ESRCH;
        if (memory >= 0)
            close(memory);
        return gone; /* a process that ended has no memory */
    }
    name_of_process(pid, program);
    while (fgets(line, sizeof line, maps)) {
        unsigned long long from, to;
        name[0] = '\0';
        if (sscanf(line, "%llx-%llx %7s %*s %*s %*s %4095s", &from, &to, modes, name) < 3 ||
            !worth_reading(modes, name) || to - from > REGION_MAX)
            continue;
        snprintf(place, sizeof place, "%s's %.20s", program, name[0] ? name : "memory");
        search->place = place;
        search_file(search, memory, from, to);
    }
    fclose(maps);
    close(memory);
    return true;
}

static void search_folder(struct search *search, const char *folder, int depth)
{
    char path[PATH_MAX];
    DIR *list = depth > 0 ? opendir(folder) : NULL;
    for (struct dirent *entry; list && (entry = readdir(list));) {
        struct stat info;
        if (entry->d_name[0] == '.' && (!entry->d_name[1] || entry->d_name[1] == '.'))
            continue;
        if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) >= sizeof path ||
            lstat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            search_folder(search, path, depth - 1);
        int fd = S_ISREG(info.st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (fd < 0)
            continue;
        search->place = entry->d_name;
        search_file(search, fd, 0, 0);
        close(fd);
    }
    if (list)
        closedir(list);
}

enum bsm_status traces_look(const struct traces *traces, const pid_t *pids, int pid_count, const char *folder,
                            int *found, char where[TRACES_FOUND_SIZE])
{
    where[0] = '\0';
    struct search *search = search_begin(traces, NULL, where);
    if (!search)
        return BSM_NO_MEMORY;
    bool readable = true;
    for (int i = 0; i < pid_count; i++)
        readable = search_process(search, pids[i]) && readable;
    search_folder(search, folder, FOLDERS_DEEP);
    *found = search->found;
    free(search);
    return readable ? BSM_OK : BSM_DENIED;
}

bool traces_are_in(const struct traces *traces, const char *label, const pid_t *pids, int pid_count)
{
    struct search *search = search_begin(traces, label, NULL);
    for (int i = 0; search && i < pid_count; i++)
        search_process(search, pids[i]);
    bool there = search && search->found > 0;
    free(search);
    return there;
}
