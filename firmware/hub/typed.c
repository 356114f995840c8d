/* What the person typed or chose. The ui has checked its form for their sake; a ui that sends another form is not to be
 * trusted. */
#include <string.h>

#include "firmware/hub/hub_impl.h"

_Static_assert((int)BSM_OFFICE_ID_SIZE == (int)BSM_VISIT_OFFICE_SIZE && (int)BSM_TIME_SIZE == (int)BSM_VISIT_TIME_SIZE,
               "the same slot");

void bsm_hub_on_identity(struct bsm_hub *hub, const struct bsm_ui_identity *typed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_IDENTITY};
    if (!bsm_id_number_valid(typed->id_number) || !bsm_date_valid(typed->birth_date)) {
        bsm_hub_refuse(hub, BSM_LEAF_UI, "ui_identity");
        return;
    }
    memcpy(event.as.identity.id_number, typed->id_number, sizeof typed->id_number);
    memcpy(event.as.identity.birth_date, typed->birth_date, sizeof typed->birth_date);
    bsm_hub_feed(hub, &event);
}

void bsm_hub_on_code(struct bsm_hub *hub, const struct bsm_ui_code *typed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_CODE};
    if (!bsm_code_valid(typed->code)) {
        bsm_hub_refuse(hub, BSM_LEAF_UI, "ui_code");
        return;
    }
    memcpy(event.as.code, typed->code, sizeof typed->code);
    bsm_hub_feed(hub, &event);
}

void bsm_hub_on_missing(struct bsm_hub *hub, uint16_t fingers)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_MISSING, .as.missing = fingers};
    const unsigned all = (2U << BSM_POSITION_MAX) - 2;
    if (fingers == 0 || (fingers & ~all) != 0) {
        bsm_hub_refuse(hub, BSM_LEAF_UI, "ui_missing");
        return;
    }
    bsm_hub_feed(hub, &event);
}

void bsm_hub_on_mobile(struct bsm_hub *hub, const struct bsm_ui_mobile *typed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_MOBILE};
    if (!bsm_mobile_valid(typed->mobile)) {
        bsm_hub_refuse(hub, BSM_LEAF_UI, "ui_mobile");
        return;
    }
    memcpy(event.as.mobile, typed->mobile, sizeof typed->mobile);
    bsm_hub_feed(hub, &event);
}

void bsm_hub_on_user_name(struct bsm_hub *hub, const struct bsm_ui_user_name *typed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_USER_NAME};
    if (!bsm_user_name_valid(typed->user_name)) {
        bsm_hub_refuse(hub, BSM_LEAF_UI, "ui_user_name");
        return;
    }
    memcpy(event.as.user_name, typed->user_name, sizeof typed->user_name);
    bsm_hub_feed(hub, &event);
}

void bsm_hub_on_password(struct bsm_hub *hub, const struct bsm_ui_password *typed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_PASSWORD};
    if (!bsm_password_valid(typed->password)) {
        bsm_hub_refuse(hub, BSM_LEAF_UI, "ui_password");
        return;
    }
    memcpy(event.as.password, typed->password, sizeof typed->password);
    bsm_hub_feed(hub, &event);
}

/* One of those that were offered, and with a number where one was asked for. */
static bool is_offered(const struct bsm_slots *slots, const struct bsm_ui_slot *chosen)
{
    if (slots->needs_mobile ? !bsm_mobile_valid(chosen->mobile) : chosen->mobile[0] != '\0')
        return false;
    for (int i = 0; i < slots->slots_count; i++) {
        const struct bsm_slot *slot = &slots->slots[i];
        if (strcmp(slot->day, chosen->day) == 0 && strcmp(slot->time, chosen->time) == 0 &&
            strcmp(slots->offices[slot->office].id, chosen->office) == 0)
            return true;
    }
    return false;
}

void bsm_hub_on_slot(struct bsm_hub *hub, const struct bsm_ui_slot *chosen)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_SLOT};
    struct bsm_visit_slot *slot = &event.as.slot;
    if (hub->visit.state == BSM_VISIT_FORGETTING)
        return; /* chosen as it was forgotten, and with it what was offered */
    if (!is_offered(&hub->now.slots, chosen)) {
        bsm_hub_refuse(hub, BSM_LEAF_UI, "ui_slot");
        return;
    }
    memcpy(slot->office, chosen->office, sizeof slot->office);
    memcpy(slot->day, chosen->day, sizeof slot->day);
    memcpy(slot->time, chosen->time, sizeof slot->time);
    memcpy(slot->mobile, chosen->mobile, sizeof slot->mobile);
    bsm_hub_feed(hub, &event);
}
