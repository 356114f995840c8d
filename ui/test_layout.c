/* Every screen, in both languages and at every size: what is on it stays on it, and can be hit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ui/advice.h"
#include "ui/keyboard.h"
#include "ui/samples.h"
#include "ui/test_tools.h"

static struct test_tools tools;
static struct bsm_page page;

typedef void (*check)(const struct bsm_stage *stage, const struct bsm_page *page);

static void prepare(struct bsm_stage *stage, struct test_size size, const struct bsm_ui_show *show)
{
    bsm_stage_init(stage, tools.text, tools.icons);
    bsm_stage_resize(stage, size.width_px, size.height_px);
    bsm_samples_tell(stage, 1);
    bsm_stage_show(stage, show, 1);
    stage->sound =
        (enum bsm_sound)(BSM_SOUND_READY + (int)show->screen % BSM_SOUND_SILENCED); /* each button somewhere */
}

static void build(struct bsm_stage *stage, struct test_size size, const struct bsm_ui_show *show, struct bsm_page *out)
{
    prepare(stage, size, show);
    bsm_stage_build(stage, out);
}

/* Where a script that asked `--layout` would touch; the first view that has the target counts. */
struct places {
    bool known[BSM_TARGET_LAST + 1];
    int x[BSM_TARGET_LAST + 1];
    int y[BSM_TARGET_LAST + 1];
};

static void note_places(const struct bsm_page *built, struct places *places)
{
    for (int i = 0; i < built->count; i++) {
        const struct bsm_item *item = &built->items[i];
        if (places->known[item->target])
            continue;
        places->known[item->target] = true;
        places->x[item->target] = item->rect.x + item->rect.w / 2;
        places->y[item->target] = item->rect.y + item->rect.h / 2;
    }
}

static struct places places;

static void stretch_office(struct bsm_office *office)
{
    snprintf(office->name_ar, sizeof office->name_ar, "%s", "مكتب الأحوال المدنية بحي الملك عبد العزيز، طريق خريص");
    snprintf(office->name_en, sizeof office->name_en, "%s",
             "Civil Affairs office of the King Abdulaziz district, Khurais Road, exit 30, third floor, Riyadh");
}

/* All that the hub may tell as long as it may be. */
static void stretch(struct bsm_stage *stage)
{
    snprintf(stage->person.name_ar, sizeof stage->person.name_ar, "%s",
             "عبد الرحمن بن عبد المحسن بن عبد العزيز المحيسن العبد اللطيف");
    snprintf(stage->person.name_en, sizeof stage->person.name_en, "%s",
             "Abdulrahman Abdulmohsen Abdulaziz Almuhaisin Alabdullatif");
    snprintf(stage->person.user_name, sizeof stage->person.user_name, "%s", "abdulrahman.almuhaisin.alabdulla");
    for (int i = 0; i < BSM_USER_NAME_OFFERS; i++)
        snprintf(stage->offers.name[i], sizeof stage->offers.name[i], "abdulrahman.almuhaisin.alabdul%d", 10 + i);
    for (int i = 0; i < BSM_OFFICES_MAX; i++)
        stretch_office(&stage->slots.offices[i]);
    stage->slots.offices_count = BSM_OFFICES_MAX;
    stretch_office(&stage->booked.office);
    while (stage->slots.slots_count < BSM_SLOTS_MAX) /* one long day */
        stage->slots.slots[stage->slots.slots_count++] = (struct bsm_slot){0, "2026-12-06", "16:45"};
    for (size_t i = 0; i < BSM_PASSWORD_MAX; i++)
        stage->form.password[i] = 'W';
    stage->password_shown = true;
    stage->missing = 0x03e;
    memcpy(stage->form.user_name, stage->person.user_name, sizeof stage->form.user_name);
    snprintf(stage->form.mobile, sizeof stage->form.mobile, "%s", "00966512345678901");
}

/* holds NULL: notes the places instead. */
static void for_each_view(struct bsm_stage *stage, struct test_size size, const struct bsm_ui_show *show, check holds)
{
    prepare(stage, size, show);
    if (show->step > 2)
        stretch(stage);
    int view = 0;
    do {
        bsm_stage_build(stage, &page);
        if (holds)
            holds(stage, &page);
        else
            note_places(&page, &places);
    } while (bsm_stage_view(stage, ++view));
    bsm_stage_finish(stage);
}

static struct bsm_ui_show variant_of(struct bsm_ui_show show, int variant)
{
    show.hint = (enum bsm_hint)variant;
    show.reason = (enum bsm_reason)(variant % (BSM_REASON_LAST + 1));
    show.position = (enum bsm_position)(1 + variant % BSM_POSITION_MAX);
    show.step = show.steps = (uint8_t)(1 + variant % BSM_FINGERS_ASKED_MAX);
    show.action = (enum bsm_action)(variant % (BSM_ACTION_LAST + 1));
    show.appointment = variant % 2;
    show.wish = variant % 4 == 1;
    show.rated = variant % 3 == 0;
    return show;
}

/* Screens with all their reasons and hints, so that the longest words are among them. */
static void on_every_page(check holds)
{
    struct bsm_stage stage;
    for (int size = 0; size < TEST_SIZES; size++)
        for (int language = 1; language <= BSM_LANGUAGE_LAST; language++)
            for (int screen = 1; screen <= BSM_SCREEN_LAST; screen++)
                for (int variant = 0; variant < BSM_HINT_COUNT; variant++) {
                    struct bsm_ui_show show =
                        variant_of(test_show((enum bsm_screen)screen, (enum bsm_language)language), variant);
                    for_each_view(&stage, test_sizes[size], &show, holds);
                }
}

static void is_inside(const struct bsm_stage *stage, const struct bsm_page *built)
{
    assert_false(built->overflowed);
    for (int i = 0; i < built->count; i++) {
        const struct bsm_item *item = &built->items[i];
        bool inside = item->rect.x >= 0 && item->rect.y >= 0 && item->rect.x + item->rect.w <= stage->width_px &&
                      item->rect.y + item->rect.h <= stage->height_px;
        if (!inside)
            fail_msg("%s %s %dx%d: item %d \"%s\" %s at %d %d %d %d", bsm_screen_name(stage->show.screen),
                     bsm_language_name(stage->show.language), stage->width_px, stage->height_px, i, item->text,
                     item->icon, item->rect.x, item->rect.y, item->rect.w, item->rect.h);
    }
}

static void everything_on_every_screen_lies_inside_the_window(void **state)
{
    (void)state;
    on_every_page(is_inside);
}

static void can_be_hit(const struct bsm_stage *stage, const struct bsm_page *built)
{
    int least = bsm_px(stage->scale, BSM_TARGET_MIN);
    for (int i = 0; i < built->count; i++) {
        const struct bsm_item *item = &built->items[i];
        if (item->target == BSM_TARGET_NONE)
            continue;
        int wanted = item->kind == BSM_ITEM_KEY ? least * BSM_KEY_MIN / BSM_TARGET_MIN : least;
        if (item->rect.w < wanted || item->rect.h < wanted)
            fail_msg("%s %dx%d: %s is %dx%d, least %d", bsm_screen_name(stage->show.screen), stage->width_px,
                     stage->height_px, bsm_target_name(item->target), item->rect.w, item->rect.h, wanted);
        const struct bsm_item *hit =
            bsm_page_hit(built, item->rect.x + item->rect.w / 2, item->rect.y + item->rect.h / 2);
        assert_ptr_equal(hit, item);
        for (int k = 0; k < i; k++)
            if (built->items[k].target != BSM_TARGET_NONE && bsm_rect_meets(built->items[k].rect, item->rect))
                fail_msg("%s %dx%d: %s meets %s", bsm_screen_name(stage->show.screen), stage->width_px,
                         stage->height_px, bsm_target_name(built->items[k].target), bsm_target_name(item->target));
    }
}

static void everything_to_touch_is_large_enough_and_alone_in_its_place(void **state)
{
    (void)state;
    on_every_page(can_be_hit);
}

/* Texts of one screen never lie on one another. */
static void does_not_collide(const struct bsm_stage *stage, const struct bsm_page *built)
{
    for (int i = 0; i < built->count; i++)
        for (int k = 0; k < i; k++) {
            const struct bsm_item *a = &built->items[i];
            const struct bsm_item *b = &built->items[k];
            if (a->kind != BSM_ITEM_TEXT || b->kind != BSM_ITEM_TEXT || stage->show.screen == BSM_SCREEN_WELCOME)
                continue;
            struct bsm_rect inner = bsm_rect_inset(a->rect, 3);
            if (bsm_rect_meets(inner, bsm_rect_inset(b->rect, 3)))
                fail_msg("%s %s %dx%d: \"%s\" lies on \"%s\"", bsm_screen_name(stage->show.screen),
                         bsm_language_name(stage->show.language), stage->width_px, stage->height_px, a->text, b->text);
        }
}

static void no_text_lies_on_another(void **state)
{
    (void)state;
    on_every_page(does_not_collide);
}

static void are_where_the_layout_says(const struct bsm_stage *stage, const struct bsm_page *built)
{
    for (int i = 0; i < built->count; i++) {
        enum bsm_target target = built->items[i].target;
        if (target == BSM_TARGET_NONE)
            continue;
        const struct bsm_item *hit = bsm_page_hit(built, places.x[target], places.y[target]);
        if (!places.known[target] || !hit || hit->target != target)
            fail_msg("%s %s %s %dx%d: %s is at %d %d, not at %d %d", bsm_screen_name(stage->show.screen),
                     bsm_reason_name(stage->show.reason), bsm_language_name(stage->show.language), stage->width_px,
                     stage->height_px, bsm_target_name(target), built->items[i].rect.x, built->items[i].rect.y,
                     places.x[target], places.y[target]);
    }
}

/* On upright screens; on a low wide one what is said moves what is touched. */
static void a_script_finds_each_target_whatever_is_said_above_it(void **state)
{
    (void)state;
    struct bsm_stage stage;
    for (int size = 0; size < 2; size++)
        for (int language = 1; language <= BSM_LANGUAGE_LAST; language++)
            for (int screen = 1; screen <= BSM_SCREEN_LAST; screen++) {
                struct bsm_ui_show show = test_show((enum bsm_screen)screen, (enum bsm_language)language);
                memset(&places, 0, sizeof places);
                for_each_view(&stage, test_sizes[size], &show, NULL);
                for (int variant = 0; variant < BSM_HINT_COUNT; variant++) {
                    show = variant_of(test_show((enum bsm_screen)screen, (enum bsm_language)language), variant);
                    for_each_view(&stage, test_sizes[size], &show, are_where_the_layout_says);
                }
            }
}

static void expect_targets(enum bsm_screen screen, const enum bsm_target *targets, size_t count)
{
    struct bsm_stage stage;
    struct bsm_ui_show show = test_show(screen, BSM_LANGUAGE_ARABIC);
    build(&stage, test_sizes[1], &show, &page);
    for (size_t i = 0; i < count; i++)
        if (!bsm_page_find(&page, targets[i]))
            fail_msg("%s has no %s", bsm_screen_name(screen), bsm_target_name(targets[i]));
    bsm_stage_finish(&stage);
}

static void expect_row(enum bsm_screen screen, enum bsm_target first, int count)
{
    for (int i = 0; i < count; i++)
        expect_targets(screen, &(const enum bsm_target){(enum bsm_target)((int)(int)first + i)}, 1);
}

static void each_screen_has_the_targets_that_scripts_know_it_by(void **state)
{
    (void)state;
    static const enum bsm_target welcome[] = {BSM_TARGET_LANGUAGE_AR, BSM_TARGET_LANGUAGE_EN};
    static const enum bsm_target visit[] = {BSM_TARGET_CALL, BSM_TARGET_LEAVE, BSM_TARGET_LANGUAGE, BSM_TARGET_SOUND};
    static const enum bsm_target consent[] = {BSM_TARGET_AGREE, BSM_TARGET_DECLINE};
    static const enum bsm_target identity[] = {BSM_TARGET_ID_NUMBER,  BSM_TARGET_BIRTH_DAY, BSM_TARGET_BIRTH_MONTH,
                                               BSM_TARGET_BIRTH_YEAR, BSM_TARGET_KEY_0,     BSM_TARGET_KEY_9,
                                               BSM_TARGET_KEY_DELETE, BSM_TARGET_NEXT};
    static const enum bsm_target code[] = {BSM_TARGET_KEY_0, BSM_TARGET_KEY_9, BSM_TARGET_KEY_DELETE,
                                           BSM_TARGET_SEND_CODE};
    static const enum bsm_screen in_visit[] = {
        BSM_SCREEN_CONSENT,   BSM_SCREEN_IDENTITY,  BSM_SCREEN_HAND,     BSM_SCREEN_FACE,       BSM_SCREEN_CODE,
        BSM_SCREEN_TRY_AGAIN, BSM_SCREEN_TIME,      BSM_SCREEN_WAIT,     BSM_SCREEN_PURPOSE,    BSM_SCREEN_MISSING,
        BSM_SCREEN_MOBILE,    BSM_SCREEN_USER_NAME, BSM_SCREEN_PASSWORD, BSM_SCREEN_APPOINTMENT};
    expect_targets(BSM_SCREEN_WELCOME, welcome, 2);
    expect_targets(BSM_SCREEN_CONSENT, consent, 2);
    expect_targets(BSM_SCREEN_IDENTITY, identity, 8);
    expect_targets(BSM_SCREEN_CODE, code, 4);
    for (size_t i = 0; i < sizeof in_visit / sizeof in_visit[0]; i++)
        expect_targets(in_visit[i], visit, 4);
    expect_targets(BSM_SCREEN_TRY_AGAIN, &(const enum bsm_target){BSM_TARGET_AGAIN}, 1);
    expect_targets(BSM_SCREEN_TIME, &(const enum bsm_target){BSM_TARGET_MORE_TIME}, 1);
    expect_targets(BSM_SCREEN_CALL, &(const enum bsm_target){BSM_TARGET_BACK}, 1);
    static const enum bsm_screen other[] = {BSM_SCREEN_CALL, BSM_SCREEN_DONE, BSM_SCREEN_ENDED, BSM_SCREEN_KEPT,
                                            BSM_SCREEN_BOOKED};
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
        expect_targets(other[i], &(const enum bsm_target){BSM_TARGET_SOUND}, 1);
    expect_targets(BSM_SCREEN_DONE, &(const enum bsm_target){BSM_TARGET_FINISH}, 1);
    expect_targets(BSM_SCREEN_ENDED, &(const enum bsm_target){BSM_TARGET_FINISH}, 1);
    expect_row(BSM_SCREEN_MISSING, BSM_TARGET_FINGER, BSM_TARGET_FINGERS);
    expect_row(BSM_SCREEN_DONE, BSM_TARGET_RATE, BSM_TARGET_RATES);
    expect_row(BSM_SCREEN_ENDED, BSM_TARGET_RATE, BSM_TARGET_RATES);
    expect_targets(BSM_SCREEN_KEPT, &(const enum bsm_target){BSM_TARGET_FINISH}, 1);
    expect_row(BSM_SCREEN_KEPT, BSM_TARGET_RATE, BSM_TARGET_RATES);
    expect_row(BSM_SCREEN_BOOKED, BSM_TARGET_RATE, BSM_TARGET_RATES);
    expect_row(BSM_SCREEN_USER_NAME, BSM_TARGET_KEY_A, 26);
    expect_row(BSM_SCREEN_PASSWORD, BSM_TARGET_KEY_A, 26);
    static const enum bsm_target purpose[] = {BSM_TARGET_WANT_ACCOUNT, BSM_TARGET_WANT_PASSWORD,
                                              BSM_TARGET_WANT_MOBILE};
    static const enum bsm_target missing[] = {BSM_TARGET_MISSING, BSM_TARGET_BACK};
    static const enum bsm_target mobile[] = {BSM_TARGET_KEY_0, BSM_TARGET_KEY_DELETE, BSM_TARGET_NEXT, BSM_TARGET_BACK};
    static const enum bsm_target password[] = {BSM_TARGET_SHOW,       BSM_TARGET_NEXT,      BSM_TARGET_KEY_SHIFT,
                                               BSM_TARGET_KEY_ARABIC, BSM_TARGET_KEY_SIGNS, BSM_TARGET_KEY_SPACE};
    expect_targets(BSM_SCREEN_PURPOSE, purpose, 3);
    expect_targets(BSM_SCREEN_HAND, &(const enum bsm_target){BSM_TARGET_MISSING_FINGER}, 1);
    expect_targets(BSM_SCREEN_MISSING, missing, 2);
    expect_targets(BSM_SCREEN_MOBILE, mobile, 4);
    expect_targets(BSM_SCREEN_CODE, &(const enum bsm_target){BSM_TARGET_OTHER_MOBILE}, 1);
    expect_targets(BSM_SCREEN_PASSWORD, password, 6);
    expect_targets(BSM_SCREEN_APPOINTMENT, &(const enum bsm_target){BSM_TARGET_BACK}, 1);
    expect_targets(BSM_SCREEN_BOOKED, &(const enum bsm_target){BSM_TARGET_FINISH}, 1);
}

static void arabic_is_the_mirror_of_english_but_for_digits(void **state)
{
    (void)state;
    static struct bsm_page arabic;
    struct bsm_stage stage;
    struct bsm_ui_show show = test_show(BSM_SCREEN_IDENTITY, BSM_LANGUAGE_ENGLISH);
    build(&stage, test_sizes[1], &show, &page);
    show.language = BSM_LANGUAGE_ARABIC;
    build(&stage, test_sizes[1], &show, &arabic);
    const struct bsm_item *call = bsm_page_find(&page, BSM_TARGET_CALL);
    const struct bsm_item *call_ar = bsm_page_find(&arabic, BSM_TARGET_CALL);
    assert_int_equal(call_ar->rect.x, stage.width_px - call->rect.x - call->rect.w);
    const struct bsm_item *next = bsm_page_find(&page, BSM_TARGET_NEXT);
    const struct bsm_item *next_ar = bsm_page_find(&arabic, BSM_TARGET_NEXT);
    assert_int_equal(next_ar->rect.x, stage.width_px - next->rect.x - next->rect.w);
    for (int digit = 1; digit <= 9; digit++) {
        enum bsm_target key = (enum bsm_target)(BSM_TARGET_KEY_0 + digit);
        assert_int_equal(bsm_page_find(&page, key)->rect.x, bsm_page_find(&arabic, key)->rect.x);
    }
    bsm_stage_finish(&stage);
}

static int add_letters(struct bsm_keyboard keyboard, int width)
{
    bsm_page_init(&page, 1080, 1920, false);
    struct bsm_column column = {.page = &page,
                                .text = tools.text,
                                .x = (1080 - width) / 2,
                                .y = 1000,
                                .width = width,
                                .scale = 1,
                                .target_scale = 1};
    bsm_keyboard_letters(&column, keyboard, (struct bsm_keypad_corner){BSM_TARGET_NEXT, BSM_BUTTON_PRIMARY, "", ""});
    return column.y;
}

/* What all keys of a layout type, one after the other; *height is where it ends. */
static void type_all(enum bsm_layout layout, bool shift, char *typed, size_t size)
{
    struct bsm_keyboard keyboard = {layout, shift};
    char character[BSM_CHARACTER_SIZE];
    add_letters(keyboard, 1036);
    typed[0] = '\0';
    for (int i = 0; i < page.count; i++) {
        struct bsm_keyboard state = keyboard;
        if (page.items[i].target == BSM_TARGET_NEXT)
            continue;
        assert_true(bsm_keyboard_touch(&state, page.items[i].target, character));
        assert_true(strlen(typed) + strlen(character) < size);
        strcat(typed, character);
    }
}

static void each_layout_types_what_its_keys_say(void **state)
{
    (void)state;
    char typed[512];
    type_all(BSM_LAYOUT_LATIN, false, typed, sizeof typed);
    assert_string_equal(typed, "1234567890qwertyuiopasdfghjklzxcvbnm ");
    type_all(BSM_LAYOUT_LATIN, true, typed, sizeof typed);
    assert_string_equal(typed, "1234567890QWERTYUIOPASDFGHJKLZXCVBNM ");
    type_all(BSM_LAYOUT_NAME, false, typed, sizeof typed);
    assert_string_equal(typed, "1234567890qwertyuiopasdfghjklzxcvbnm._-");
    type_all(BSM_LAYOUT_SIGNS, false, typed, sizeof typed);
    assert_string_equal(typed, "1234567890!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ");
    type_all(BSM_LAYOUT_ARABIC, false, typed, sizeof typed);
    assert_string_equal(typed, "1234567890ضصثقفغعهخحجشسيبلاتنمكطذءؤرىةوزظدأإ آئ");
}

static void every_key_of_every_layout_has_room_for_a_finger_and_its_own_place(void **state)
{
    (void)state;
    enum { TWENTY_MM_UNITS = 64 };
    for (int layout = 0; layout < BSM_LAYOUT_COUNT; layout++) {
        int bottom = add_letters((struct bsm_keyboard){(enum bsm_layout)layout, false}, 1036);
        assert_int_equal(bottom, add_letters((struct bsm_keyboard){0}, 1036));
        add_letters((struct bsm_keyboard){(enum bsm_layout)layout, false}, 1036);
        for (int i = 0; i < page.count; i++) {
            struct bsm_rect rect = page.items[i].rect;
            assert_true(rect.w >= TWENTY_MM_UNITS && rect.h >= TWENTY_MM_UNITS);
            assert_true(rect.x >= 22 && rect.x + rect.w <= 1058 && rect.y >= 1000 && rect.y + rect.h <= bottom);
            for (int k = 0; k < i; k++)
                assert_false(bsm_rect_meets(page.items[k].rect, rect));
        }
    }
}

static void shift_is_for_one_letter_and_a_change_of_layout_takes_it_back(void **state)
{
    (void)state;
    struct bsm_keyboard keyboard = {0};
    char character[BSM_CHARACTER_SIZE];
    enum bsm_target b = (enum bsm_target)(BSM_TARGET_KEY_A + 1);
    assert_true(bsm_keyboard_touch(&keyboard, BSM_TARGET_KEY_SHIFT, character));
    assert_string_equal(character, "");
    assert_true(bsm_keyboard_touch(&keyboard, b, character));
    assert_string_equal(character, "B");
    assert_true(bsm_keyboard_touch(&keyboard, b, character));
    assert_string_equal(character, "b");
    bsm_keyboard_touch(&keyboard, BSM_TARGET_KEY_SHIFT, character);
    bsm_keyboard_touch(&keyboard, BSM_TARGET_KEY_ARABIC, character);
    assert_int_equal(keyboard.layout, BSM_LAYOUT_ARABIC);
    bsm_keyboard_touch(&keyboard, BSM_TARGET_KEY_LATIN, character);
    bsm_keyboard_touch(&keyboard, b, character);
    assert_string_equal(character, "b");
    assert_false(bsm_keyboard_touch(&keyboard, BSM_TARGET_NEXT, character));
}

/* Keys and hands have a left and a right of their own; each language's door is on its own side. */
static bool stays(enum bsm_target target)
{
    return target == BSM_TARGET_NONE || target == BSM_TARGET_LANGUAGE_AR || target == BSM_TARGET_LANGUAGE_EN ||
           target >= BSM_TARGET_KEY_DELETE || bsm_target_index(target, BSM_TARGET_FINGER, BSM_TARGET_FINGERS) >= 0;
}

static void every_screen_is_turned_round_in_arabic(void **state)
{
    (void)state;
    static struct bsm_page arabic;
    for (int screen = 1; screen <= BSM_SCREEN_LAST; screen++) {
        struct bsm_stage stage;
        struct bsm_ui_show show = test_show((enum bsm_screen)screen, BSM_LANGUAGE_ENGLISH);
        build(&stage, test_sizes[1], &show, &page);
        show.language = BSM_LANGUAGE_ARABIC;
        build(&stage, test_sizes[1], &show, &arabic);
        for (int i = 0; i < page.count; i++) {
            struct bsm_rect rect = page.items[i].rect;
            const struct bsm_item *other = bsm_page_find(&arabic, page.items[i].target);
            if (!stays(page.items[i].target) && (!other || other->rect.x != stage.width_px - rect.x - rect.w))
                fail_msg("%s: %s", bsm_screen_name((enum bsm_screen)screen), bsm_target_name(page.items[i].target));
        }
        bsm_stage_finish(&stage);
    }
}

static void every_hint_has_advice_of_its_own(void **state)
{
    (void)state;
    for (int hint = 1; hint < BSM_HINT_COUNT; hint++)
        for (int other = 0; other < hint; other++)
            if (bsm_advice_for((enum bsm_hint)hint, BSM_MODALITY_FACE) ==
                    bsm_advice_for((enum bsm_hint)other, BSM_MODALITY_FACE) &&
                (other != BSM_HINT_NONE || hint != BSM_HINT_NO_FACE))
                fail_msg("%s has none", bsm_hint_name((enum bsm_hint)hint));
}

static void only_what_changed_is_drawn_again(void **state)
{
    (void)state;
    static struct bsm_page before;
    struct bsm_stage stage;
    struct bsm_rect rects[16];
    struct bsm_ui_show show = test_show(BSM_SCREEN_IDENTITY, BSM_LANGUAGE_ENGLISH);
    build(&stage, test_sizes[1], &show, &before);
    bsm_stage_build(&stage, &page);
    assert_int_equal(bsm_page_changes(&before, &page, rects, 16), 0);
    stage.pressed = (enum bsm_target)(BSM_TARGET_KEY_0 + 5);
    bsm_stage_build(&stage, &page);
    assert_int_equal(bsm_page_changes(&before, &page, rects, 16), 1);
    struct bsm_rect key = bsm_page_find(&page, (enum bsm_target)(BSM_TARGET_KEY_0 + 5))->rect;
    assert_true(bsm_rect_meets(rects[0], key));
    assert_true(rects[0].w < key.w + 64 && rects[0].h < key.h + 64);
    bsm_stage_finish(&stage);
}

int main(void)
{
    if (!test_tools_open(&tools))
        return TEST_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_on_every_screen_lies_inside_the_window),
        cmocka_unit_test(everything_to_touch_is_large_enough_and_alone_in_its_place),
        cmocka_unit_test(no_text_lies_on_another),
        cmocka_unit_test(each_screen_has_the_targets_that_scripts_know_it_by),
        cmocka_unit_test(a_script_finds_each_target_whatever_is_said_above_it),
        cmocka_unit_test(arabic_is_the_mirror_of_english_but_for_digits),
        cmocka_unit_test(each_layout_types_what_its_keys_say),
        cmocka_unit_test(every_key_of_every_layout_has_room_for_a_finger_and_its_own_place),
        cmocka_unit_test(shift_is_for_one_letter_and_a_change_of_layout_takes_it_back),
        cmocka_unit_test(every_screen_is_turned_round_in_arabic),
        cmocka_unit_test(every_hint_has_advice_of_its_own),
        cmocka_unit_test(only_what_changed_is_drawn_again),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_tools_close(&tools);
    return failed;
}
