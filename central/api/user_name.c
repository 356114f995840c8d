/* PUT /v1/visits/{visit}/user_name: the name that a person wishes for a new account is kept until the visit ends. */
#include <stdio.h>
#include <string.h>

#include "central/api/call.h"
#include "central/store/people.h"
#include "central/store/user_names.h"
#include "firmware/base/wipe.h"

enum { OFFER_DIGITS_FROM = 2, OFFER_DIGITS_TO = 99, DIGITS_ROOM = 4 };

struct offers {
    uint32_t count;
    char names[BSM_USER_NAME_OFFERS][BSM_USER_NAME_SIZE];
};

/* A name as it is read at a glance: without marks and digits at its end, digits as the letters they look like; i and l
 * are one. */
static void skeleton_of(const char *name, char out[BSM_USER_NAME_SIZE])
{
    static const char from[] = "01345789l";
    static const char to[] = "oieastbgi";
    size_t end = strlen(name);
    size_t size = 0;
    while (end && strchr("0123456789._-", name[end - 1])) {
        end--;
    }
    for (size_t i = 0; i < end && size + 1 < BSM_USER_NAME_SIZE; i++) {
        const char *at = strchr(from, name[i]);
        if (!strchr("._-", name[i])) {
            out[size++] = at ? to[at - from] : name[i];
        }
    }
    out[size] = '\0';
}

/* Whether the rest is made of nothing but such words; each as its skeleton. */
static bool is_made_of_ours(const char *rest)
{
    static const char *const ours[] = {"admin",   "administrator", "basma",    "root",     "support", "system",
                                       "service", "heip",          "heipdesk", "officiai", "security"};
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        size_t size = strlen(ours[i]);
        if (!strncmp(rest, ours[i], size) && (!rest[size] || is_made_of_ours(rest + size))) {
            return true;
        }
    }
    return false;
}

/* Names that a person might take for the service itself: "admin", "4dmin.01", "basma_support", not "basma.alharbi". */
static bool is_ours(const char *name)
{
    char skeleton[BSM_USER_NAME_SIZE];
    skeleton_of(name, skeleton);
    bool ours = is_made_of_ours(skeleton);
    bsm_wipe(skeleton, sizeof skeleton);
    return ours;
}

static enum bsm_status offer(struct bsm_db *db, const char *name, struct offers *offers)
{
    bool taken = true;
    enum bsm_status status = BSM_OK;
    if (offers->count < BSM_USER_NAME_OFFERS && bsm_user_name_valid(name) && !is_ours(name)) {
        status = bsm_user_name_is_taken(db, name, &taken);
    }
    if (status == BSM_OK && !taken) {
        memcpy(offers->names[offers->count++], name, strlen(name) + 1);
    }
    return status;
}

/* "noura.alnakheel" of "Noura Khalid Alnakheel"; "" where the name gives none. */
static void name_from(const char *name_en, char out[BSM_USER_NAME_SIZE])
{
    char text[BSM_PERSON_NAME_SIZE];
    snprintf(text, sizeof text, "%s", name_en);
    for (char *at = text; *at; at++) {
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    }
    const char *last = strrchr(text, ' ');
    size_t first = strcspn(text, " ");
    out[0] = '\0';
    if (last && snprintf(out, BSM_USER_NAME_SIZE, "%.*s.%s", (int)first, text, last + 1) >= BSM_USER_NAME_SIZE) {
        out[0] = '\0';
    }
    bsm_wipe(text, sizeof text);
}

static enum bsm_status find_offers(struct bsm_db *db, const struct bsm_visit *visit, const char *wished,
                                   struct offers *offers)
{
    struct bsm_person person;
    char name[BSM_USER_NAME_SIZE];
    enum bsm_status status = bsm_person_by_id(db, visit->person, &person);
    if (status != BSM_OK) {
        return status;
    }
    name_from(person.name_en, name);
    bsm_person_finish(&person);
    status = offer(db, name, offers);
    for (int i = OFFER_DIGITS_FROM; status == BSM_OK && i <= OFFER_DIGITS_TO; i++) {
        if (offers->count == BSM_USER_NAME_OFFERS) {
            break;
        }
        snprintf(name, sizeof name, "%.*s%d", BSM_USER_NAME_SIZE - DIGITS_ROOM, wished, i);
        status = offer(db, name, offers);
    }
    bsm_wipe(name, sizeof name);
    return status;
}

static enum bsm_status refuse_taken(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                    const char *wished)
{
    struct offers offers = {.count = 0};
    enum bsm_status status = find_offers(db, visit, wished, &offers);
    bsm_call_refuse_with_offers(call, (const char(*)[BSM_USER_NAME_SIZE])offers.names, offers.count);
    bsm_wipe(&offers, sizeof offers);
    return status;
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct bsm_wire_user_name *wish = context;
    struct bsm_visit visit;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_USER_NAME, &visit, &status)) {
        return status;
    }
    if (visit.action != BSM_ACTION_REGISTER) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "this visit does not register");
        return BSM_OK;
    }
    status = is_ours(wish->user_name) ? BSM_DENIED : bsm_user_name_keep(db, wish->user_name, &visit.id);
    if (status == BSM_DENIED) {
        return refuse_taken(call, db, &visit, wish->user_name);
    }
    bsm_call_answer_nothing(call, 204);
    return status == BSM_OK ? bsm_call_audit(call, db, &visit, "user_name", "kept") : status;
}

void bsm_api_user_name(struct bsm_call *call)
{
    struct bsm_wire_user_name wish;
    if (bsm_wire_user_name_decode(call->request->body, call->request->body_size, &wish) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not a user name");
        return;
    }
    bsm_call_commit(call, effect, &wish);
    bsm_wipe(&wish, sizeof wish);
}
