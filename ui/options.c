#include "ui/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIDE_LEAST = 480, SIDE_MOST = 8192 };

enum asked {
    OPTION_ASSETS = 256,
    OPTION_SIZE,
    OPTION_WINDOWED,
    OPTION_SPEECH,
    OPTION_VOLUME,
    OPTION_QUIET,
    OPTION_LAYOUT,
    OPTION_SHOT,
    OPTION_LANGUAGE,
    OPTION_REASON,
    OPTION_POSITION,
    OPTION_STEP,
    OPTION_TRIES,
    OPTION_SECONDS,
    OPTION_HINT,
    OPTION_LIGHT,
    OPTION_MOBILE,
    OPTION_ID,
    OPTION_BIRTH,
    OPTION_CODE,
    OPTION_ACTION,
    OPTION_APPOINTMENT,
    OPTION_WISH,
    OPTION_RATED,
    OPTION_TYPED,
    OPTION_SHOWN,
    OPTION_VIEW,
    OPTION_BARE,
    OPTION_PICTURE,
    OPTION_AT,
    OPTION_SOUND,
};

static const struct option known[] = {
    {"assets", required_argument, NULL, OPTION_ASSETS},
    {"size", required_argument, NULL, OPTION_SIZE},
    {"windowed", no_argument, NULL, OPTION_WINDOWED},
    {"speech", required_argument, NULL, OPTION_SPEECH},
    {"volume", required_argument, NULL, OPTION_VOLUME},
    {"quiet", required_argument, NULL, OPTION_QUIET},
    {"layout", required_argument, NULL, OPTION_LAYOUT},
    {"shot", required_argument, NULL, OPTION_SHOT},
    {"language", required_argument, NULL, OPTION_LANGUAGE},
    {"reason", required_argument, NULL, OPTION_REASON},
    {"position", required_argument, NULL, OPTION_POSITION},
    {"step", required_argument, NULL, OPTION_STEP},
    {"tries", required_argument, NULL, OPTION_TRIES},
    {"seconds", required_argument, NULL, OPTION_SECONDS},
    {"hint", required_argument, NULL, OPTION_HINT},
    {"light", required_argument, NULL, OPTION_LIGHT},
    {"mobile", required_argument, NULL, OPTION_MOBILE},
    {"id", required_argument, NULL, OPTION_ID},
    {"birth", required_argument, NULL, OPTION_BIRTH},
    {"code", required_argument, NULL, OPTION_CODE},
    {"action", required_argument, NULL, OPTION_ACTION},
    {"appointment", no_argument, NULL, OPTION_APPOINTMENT},
    {"wish", no_argument, NULL, OPTION_WISH},
    {"rated", no_argument, NULL, OPTION_RATED},
    {"typed", required_argument, NULL, OPTION_TYPED},
    {"shown", no_argument, NULL, OPTION_SHOWN},
    {"view", required_argument, NULL, OPTION_VIEW},
    {"bare", no_argument, NULL, OPTION_BARE},
    {"picture", required_argument, NULL, OPTION_PICTURE},
    {"at", required_argument, NULL, OPTION_AT},
    {"sound", required_argument, NULL, OPTION_SOUND},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

void bsm_ui_options_help(void)
{
    fputs("usage: basma-ui [--assets DIR] [--size WxH] [--windowed]\n"
          "       basma-ui --layout SCREEN [--language ar|en] [--size WxH]\n"
          "       basma-ui --shot SCREEN OUT.png [--language ar|en] [--size WxH] [...]\n"
          "\n"
          "The kiosk's screen. Without --layout and --shot it is started by basma-kiosk, which speaks to it through\n"
          "descriptor 3.\n"
          "\n"
          "  --assets DIR     fonts/ and icons/, as brought by ./basma setup (default: var/assets beside the build)\n"
          "  --size WxH       size of the window in pixels (default: the whole display; 1080x1920 without a display)\n"
          "  --windowed       with a frame around it, and the pointer shown; without --size upright, as large as there "
          "is room\n"
          "  --speech yes|no  say what the screens ask for (yes)\n"
          "  --volume N       of the voice, 1 to 100 (70)\n"
          "  --quiet FROM-TO  by the kiosk's clock, 22:00-06:00: visits begin silenced (never)\n"
          "  --layout SCREEN  print NAME X Y W H for each thing to touch\n"
          "  --shot SCREEN    draw the screen into the PNG named after it\n"
          "  --language L     ar (default) or en\n"
          "\n"
          "what a screen may show (--layout, --shot):\n"
          "  --reason R  --position P (right_index)  --step N/OF  --tries N  --seconds N  --hint H (press_harder)\n"
          "  --mobile 47  --id DIGITS  --birth YYYY-MM-DD  --code DIGITS  --picture FILE.png  --at MILLISECONDS\n"
          "  --light L        amber, sky or mint: the colour in which the face is lit\n"
          "  --action A (register)  --appointment  --wish  --rated  --typed TEXT (mobile, user name, password)  "
          "--shown (the "
          "password)\n"
          "  --sound S (ready): none ready speaking silenced, of the speaker button\n"
          "  --view N         the Nth view of the screen: layouts of its keyboard, steps of an appointment (0)\n"
          "  --bare           without the invented person, offers, appointments and receipt that it shows else\n"
          "--layout prints the things to touch of all views.\n"
          "\n"
          "screens: starting welcome purpose consent identity hand missing face mobile code user_name password wait "
          "done\n"
          "         kept try_again ended appointment booked wish wished call time out_of_service\n"
          "exit: 0 done, or the hub has gone; 1 failed; 2 usage\n",
          stdout);
}

static enum bsm_status refuse(const char *option, const char *value)
{
    fprintf(stderr, "basma-ui: %s cannot be %s; see basma-ui --help\n", option, value);
    return BSM_INVALID;
}

static bool parse_number(const char *text, long least, long most, long *value)
{
    char *end = NULL;
    *value = strtol(text, &end, 10);
    return end != text && *end == '\0' && *value >= least && *value <= most;
}

static bool parse_pair(const char *text, char between, int least, int most, int *first, int *second)
{
    char *end = NULL;
    long a = strtol(text, &end, 10);
    if (end == text || *end != between)
        return false;
    long b = 0;
    if (a < least || a > most || !parse_number(end + 1, least, most, &b))
        return false;
    *first = (int)a;
    *second = (int)b;
    return true;
}

static bool parse_reason(const char *name, enum bsm_reason *reason)
{
    for (int i = 0; i <= BSM_REASON_LAST; i++)
        if (strcmp(name, bsm_reason_name((enum bsm_reason)i)) == 0) {
            *reason = (enum bsm_reason)i;
            return true;
        }
    return false;
}

static bool parse_position(const char *name, enum bsm_position *position)
{
    for (int i = 0; i <= BSM_POSITION_MAX; i++)
        if (strcmp(name, bsm_position_name((enum bsm_position)i)) == 0) {
            *position = (enum bsm_position)i;
            return true;
        }
    return false;
}

static bool parse_hint(const char *name, enum bsm_hint *hint)
{
    for (int i = 0; i < BSM_HINT_COUNT; i++)
        if (strcmp(name, bsm_hint_name((enum bsm_hint)i)) == 0) {
            *hint = (enum bsm_hint)i;
            return true;
        }
    return false;
}

static bool parse_light(const char *name, enum bsm_light *light)
{
    for (int i = BSM_LIGHT_AMBER; i <= BSM_LIGHT_LAST; i++)
        if (strcmp(name, bsm_light_name((enum bsm_light)i)) == 0) {
            *light = (enum bsm_light)i;
            return true;
        }
    return false;
}

static bool parse_step(const char *text, struct bsm_ui_show *show)
{
    int step = 0;
    int steps = 0;
    if (!parse_pair(text, '/', 1, BSM_FINGERS_ASKED_MAX, &step, &steps))
        return false;
    show->step = (uint8_t)step;
    show->steps = (uint8_t)steps;
    return true;
}

static bool parse_mobile(const char *text, struct bsm_ui_show *show)
{
    if (strlen(text) >= sizeof show->mobile_hint)
        return false;
    snprintf(show->mobile_hint, sizeof show->mobile_hint, "%s", text);
    return true;
}

static bool digits_only(const char *text, size_t most, const char **out)
{
    *out = text;
    return strlen(text) <= most && strspn(text, "0123456789") == strlen(text);
}

static bool parse_sound(const char *name, enum bsm_sound *sound)
{
    static const char *const names[] = {"none", "ready", "speaking", "silenced"};
    for (int i = 0; i <= BSM_SOUND_SILENCED; i++)
        if (strcmp(name, names[i]) == 0) {
            *sound = (enum bsm_sound)i;
            return true;
        }
    return false;
}

static bool parse_speech(struct bsm_speech_settings *speech, int option, const char *value)
{
    long number = 0;
    if (option == OPTION_QUIET)
        return bsm_quiet_parse(value, speech);
    if (option == OPTION_VOLUME) {
        bool good = parse_number(value, 1, 100, &number);
        speech->volume_percent = (int)number;
        return good;
    }
    speech->on = strcmp(value, "yes") == 0;
    return speech->on || strcmp(value, "no") == 0;
}

/* What a screen shows; false: not understood, or none of these. */
static bool parse_shown(struct bsm_ui_options *options, int option, const char *value)
{
    long number = 0;
    struct bsm_ui_show *show = &options->show;
    switch (option) {
    case OPTION_LANGUAGE: return bsm_language_parse(value, &show->language);
    case OPTION_REASON: return parse_reason(value, &show->reason);
    case OPTION_POSITION: return parse_position(value, &show->position);
    case OPTION_STEP: return parse_step(value, show);
    case OPTION_HINT: return parse_hint(value, &show->hint);
    case OPTION_LIGHT: return parse_light(value, &options->light);
    case OPTION_MOBILE: return parse_mobile(value, show);
    case OPTION_ID: return digits_only(value, BSM_ID_NUMBER_DIGITS, &options->typed_id);
    case OPTION_BIRTH: options->typed_birth = value; return bsm_date_valid(value);
    case OPTION_CODE: return digits_only(value, BSM_CODE_DIGITS, &options->typed_code);
    case OPTION_SOUND: return parse_sound(value, &options->sound);
    case OPTION_PICTURE: options->picture = value; return true;
    case OPTION_ACTION: return bsm_action_parse(value, &show->action);
    case OPTION_APPOINTMENT: return show->appointment = true;
    case OPTION_WISH: return show->appointment = show->wish = true;
    case OPTION_RATED: return show->rated = true;
    case OPTION_TYPED: options->typed = value; return true;
    case OPTION_SHOWN: return options->shown = true;
    case OPTION_BARE: return options->bare = true;
    case OPTION_VIEW:
        if (!parse_number(value, 0, BSM_VIEWS_MOST, &number))
            return false;
        options->view = (int)number;
        return true;
    case OPTION_TRIES:
        if (!parse_number(value, 0, UINT8_MAX, &number))
            return false;
        show->tries_left = (uint8_t)number;
        return true;
    case OPTION_SECONDS:
        if (!parse_number(value, 0, UINT16_MAX, &number))
            return false;
        show->seconds = (uint16_t)number;
        return true;
    case OPTION_AT:
        if (!parse_number(value, 0, 3600000, &number))
            return false;
        options->at_ms = (int)number;
        return true;
    default: return false;
    }
}

static bool parse_one(struct bsm_ui_options *options, int option, const char *value)
{
    switch (option) {
    case 'h': options->mode = BSM_UI_HELP; return true;
    case OPTION_WINDOWED: options->windowed = true; return true;
    case OPTION_ASSETS:
        return snprintf(options->assets, sizeof options->assets, "%s", value) < (int)sizeof options->assets;
    case OPTION_SIZE: return parse_pair(value, 'x', SIDE_LEAST, SIDE_MOST, &options->width_px, &options->height_px);
    case OPTION_SPEECH:
    case OPTION_VOLUME:
    case OPTION_QUIET: return parse_speech(&options->speech, option, value);
    case OPTION_LAYOUT: options->mode = BSM_UI_LAYOUT; return bsm_screen_parse(value, &options->show.screen);
    case OPTION_SHOT: options->mode = BSM_UI_SHOT; return bsm_screen_parse(value, &options->show.screen);
    default: return parse_shown(options, option, value);
    }
}

/* Beside the build, beside an installation, or here. */
static void default_assets(char assets[PATH_MAX])
{
    static const char *const places[] = {"/../../var/assets", "/../share/basma/assets"};
    char self[PATH_MAX] = "";
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    char *slash = length > 0 ? strrchr(self, '/') : NULL;
    if (slash)
        *slash = '\0';
    for (size_t i = 0; slash && i < sizeof places / sizeof places[0]; i++) {
        int wrote = snprintf(assets, PATH_MAX, "%s%s", self, places[i]);
        if (wrote < PATH_MAX && access(assets, R_OK) == 0)
            return;
    }
    snprintf(assets, PATH_MAX, "var/assets");
}

enum bsm_status bsm_ui_options_parse(struct bsm_ui_options *options, int argc, char **argv)
{
    *options = (struct bsm_ui_options){
        .speech = {.on = true,
                   .volume_percent = BSM_SPEECH_VOLUME,
                   .quiet_from_min = BSM_QUIET_NEVER,
                   .quiet_to_min = BSM_QUIET_NEVER},
        .sound = BSM_SOUND_READY,
        .show = {.screen = BSM_SCREEN_STARTING,
                 .language = BSM_LANGUAGE_ARABIC,
                 .position = BSM_POSITION_RIGHT_INDEX,
                 .step = 1,
                 .steps = 2,
                 .tries_left = 2,
                 .seconds = 30,
                 .mobile_hint = "47",
                 .other_way = true,
                 .another_code = true},
    };
    int index = 0;
    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "h", known, &index)) != -1;) {
        if (option == '?') {
            fprintf(stderr, "basma-ui: see basma-ui --help\n");
            return BSM_INVALID;
        }
        if (!parse_one(options, option, optarg))
            return refuse(known[index].name, optarg);
    }
    if (options->mode == BSM_UI_SHOT && optind < argc)
        options->out = argv[optind++];
    if (optind < argc)
        return refuse("an argument", argv[optind]);
    if (options->mode == BSM_UI_SHOT && !options->out)
        return refuse("the PNG's name", "missing");
    if (options->assets[0] == '\0')
        default_assets(options->assets);
    return BSM_OK;
}
