/* basma-person: plays visits at a kiosk by real input, from scripts. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/person/play.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

static const char help[] =
    "usage: basma-person --run DIR --bin DIR [--language ar|en] [--shots DIR] VISIT.visit...\n"
    "       basma-person --check VISIT.visit...\n"
    "\n"
    "Plays each visit at the kiosk on $DISPLAY and prints `visit NAME: OUTCOME in N.N s`; exit 0 only if all came out "
    "as\n"
    "their scripts say. Touches are XTEST events; which screen is drawn is learnt from the kiosk's journal, where its "
    "buttons\n"
    "are from `basma-ui --layout`.\n"
    "\n"
    "  --run DIR       the demonstration's folder (population/, sim/, kiosk/journal, sms.jsonl, control)\n"
    "  --bin DIR       where basma-ui and basma-central are\n"
    "  --language L    the person's language; default ar\n"
    "  --shots DIR     a screenshot of each expected screen\n"
    "  --check         only reads the scripts\n"
    "  --help\n"
    "\n"
    "A script has one step a line; # starts a comment; any line may end with `within SECONDS` (default 20):\n"
    "  person pending           somebody whose account waits and whose face the camera can show\n"
    "  person unknown           somebody whose number is in no register\n"
    "  person none | active     somebody without an account, with an active one\n"
    "  person no_mobile | none_no_mobile | other_mobile   no number on file (of PENDING, of NONE); a stranger's\n"
    "  person missing_finger    whose right index is not enrolled\n"
    "  person same              who was there last\n"
    "  expect SCREEN [K=V...]   until the kiosk has drawn that screen, with these values\n"
    "  patiently SCREEN         does what each screen asks, again when it comes back, until that one is drawn\n"
    "  tap NAME                 touches it; `tap language` on the welcome screen begins in the person's language, on\n"
    "                           another changes it\n"
    "  type id_number | birth_date | wrong_birth_date | code | wrong_code | most_of_code |\n"
    "       rest_of_code (its last digit) | mobile (a new one) | user_name |\n"
    "       taken_name (the last one given, else one that nobody can have) | password | arabic_password |\n"
    "       weak_password\n"
    "  finger own|other         gives the finger that is asked for: their own or somebody else's; dry, wet, little: "
    "their\n"
    "                           own, badly, once\n"
    "  fingers own|other        all that are asked for\n"
    "  face own|other|nobody    who stands before the camera from now on, looking straight into it\n"
    "  face turn left|right D   turns the head by D degrees (35), to their own left or right; also nod up|down D "
    "(20),\n"
    "                           tilt left|right D (30); face straight: all of it back\n"
    "  face deaf|contrary|obeys  does not do what the kiosk asks of the head; does the contrary; does it (the usual)\n"
    "  face blink               once; face eyes closed|open\n"
    "  face near | far          closer, farther; face straight: back\n"
    "  face glasses on|off      face scarf on|off (over nose and mouth)\n"
    "  face behind | alone      somebody else looks over the shoulder; nobody does\n"
    "  face print|phone|tablet|mask|live   an attack: a print, a replay, a cut-out in place of the person; the person\n"
    "  face hold left|right|up|down D      tilts the print or the screen by D degrees (50)\n"
    "  light dark|bright|left|right|usual  the room's light (left: from the person's left)\n"
    "  light screen R G B       what a coloured screen adds, each per cent of the usual light (0 0 0: nothing)\n"
    "  pull reader|camera       plug reader|camera\n"
    "  kill bio|ui|uplink       kill -9 of the process that serves\n"
    "  stop centre              start centre\n"
    "  start campaign           stop campaign; gives the kiosk a site pack, which it finds within half a minute\n"
    "  fill disk                free disk; of the kiosk's folder, where that is on a small one of its own\n"
    "  meet PLACE               waits for the person at the other kiosk, whose script names the place, too\n"
    "  await EVENT [K=V...]     until the journal says so, after the last step that did something\n"
    "  pause SECONDS\n"
    "  shot NAME                a screenshot besides those of `expect`\n"
    "  screens_as VISIT         the screens so far are those of that visit (where it was played before)\n"
    "  sms appointment          until a message with an appointment has come to the number that the person gave\n"
    "  account STATE            what the centre's register says of the person\n"
    "  traces LABEL             id_number, name, password, impression row ... is in the kiosk's memory now\n"
    "  outcome WORD             how the visit ends; always the last step. Two seconds later nothing of the person may "
    "be\n"
    "                           left in the memory of the kiosk's processes or in its files\n";

struct options {
    struct actor_options actor;
    bool check;
};

static int usage(const char *why)
{
    fprintf(stderr, "basma-person: %s; see --help\n", why);
    return EXIT_USAGE;
}

static bool read_scripts(struct script *scripts, char **paths, int count)
{
    char why[SCRIPT_WHY_SIZE];
    bool good = true;
    for (int i = 0; i < count; i++)
        if (script_read(&scripts[i], paths[i], why) != BSM_OK) {
            fprintf(stderr, "%s\n", why);
            good = false;
        }
    return good;
}

static int play_all(const struct options *options, const struct script *scripts, int count)
{
    struct actor *actor = calloc(1, sizeof *actor);
    struct play play = {.actor = actor, .memories = calloc((size_t)count, sizeof *play.memories)};
    int failed = 0;
    if (!actor || !play.memories || !actor_open(actor, &options->actor)) {
        failed = 1;
    } else {
        for (int i = 0; i < count; i++)
            failed += !play_visit(&play, &scripts[i]);
        if (failed)
            fprintf(stderr, "basma-person: %d of %d visits did not come out as they should\n", failed, count);
    }
    if (actor)
        actor_close(actor);
    free(actor);
    free(play.memories);
    return failed ? EXIT_FAILED : 0;
}

static int run(const struct options *options, char **paths, int count)
{
    struct script *scripts = calloc((size_t)count, sizeof *scripts);
    if (!scripts)
        return EXIT_FAILED;
    int result = EXIT_USAGE;
    if (read_scripts(scripts, paths, count))
        result = options->check ? 0 : play_all(options, scripts, count);
    free(scripts);
    return result;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"run", 1, NULL, 'r'},   {"bin", 1, NULL, 'b'},  {"language", 1, NULL, 'l'}, {"shots", 1, NULL, 's'},
        {"check", 0, NULL, 'c'}, {"help", 0, NULL, 'h'}, {NULL, 0, NULL, 0},
    };
    struct options options = {.actor.language = "ar"};
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        switch (option) {
        case 'h': fputs(help, stdout); return 0;
        case 'r': options.actor.run = optarg; break;
        case 'b': options.actor.bin = optarg; break;
        case 'l': options.actor.language = optarg; break;
        case 's': options.actor.shots = optarg; break;
        case 'c': options.check = true; break;
        default: return usage("that option is not known");
        }
    }
    if (optind == argc)
        return usage("a script is needed");
    if (!options.check && (!options.actor.run || !options.actor.bin))
        return usage("--run and --bin are needed");
    if (strcmp(options.actor.language, "ar") != 0 && strcmp(options.actor.language, "en") != 0)
        return usage("--language is ar or en");
    return run(&options, argv + optind, argc - optind);
}
