/* What the centre has said of the person and for them, for the ui. It is kept while the visit lasts: a ui that is
 * started anew hears it again, before the screen that shows it. */
#include "firmware/hub/hub_impl.h"

void bsm_hub_send_person(struct bsm_hub *hub)
{
    hub->out.type = BSM_MESSAGE_UI_PERSON;
    hub->out.as.ui_person = hub->now.person;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

void bsm_hub_send_offers(struct bsm_hub *hub)
{
    hub->out.type = BSM_MESSAGE_UI_OFFERS;
    hub->out.as.ui_offers = hub->now.offers;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

void bsm_hub_send_slots(struct bsm_hub *hub)
{
    hub->out.type = BSM_MESSAGE_UI_SLOTS;
    hub->out.as.ui_slots = hub->now.slots;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

void bsm_hub_send_booked(struct bsm_hub *hub)
{
    hub->out.type = BSM_MESSAGE_UI_BOOKED;
    hub->out.as.ui_booked = hub->now.booked;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

void bsm_hub_send_receipt(struct bsm_hub *hub)
{
    hub->out.type = BSM_MESSAGE_UI_RECEIPT;
    hub->out.as.ui_receipt = hub->now.receipt;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

void bsm_hub_send_known(struct bsm_hub *hub)
{
    const struct bsm_hub_round *now = &hub->now;
    if (now->person.name_ar[0] || now->person.name_en[0] || now->person.user_name[0])
        bsm_hub_send_person(hub);
    if (now->offers.count > 0)
        bsm_hub_send_offers(hub);
    if (now->slots.slots_count > 0)
        bsm_hub_send_slots(hub);
    if (now->booked.code[0])
        bsm_hub_send_booked(hub);
    if (now->receipt.code[0])
        bsm_hub_send_receipt(hub);
}
