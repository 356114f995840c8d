/* Who may send what: one row a message. */
#include "firmware/ipc/messages.h"

enum {
    TO_BIO = 1,
    FROM_BIO = 2,
    TO_UI = 4,
    FROM_UI = 8,
    TO_UPLINK = 16,
    FROM_UPLINK = 32,
    WITH_DESCRIPTOR = 64,
};

static const unsigned char ways[] = {
    [BSM_MESSAGE_READY] = FROM_BIO | FROM_UI | FROM_UPLINK,
    [BSM_MESSAGE_BIO_VISIT] = TO_BIO,
    [BSM_MESSAGE_BIO_FINGER] = TO_BIO,
    [BSM_MESSAGE_BIO_FACE] = TO_BIO,
    [BSM_MESSAGE_BIO_CANCEL] = TO_BIO,
    [BSM_MESSAGE_BIO_CLAIM] = TO_BIO,
    [BSM_MESSAGE_BIO_WISH] = TO_BIO,
    [BSM_MESSAGE_PREVIEW] = FROM_BIO | TO_UI | WITH_DESCRIPTOR,
    [BSM_MESSAGE_DEVICE] = FROM_BIO,
    [BSM_MESSAGE_HINT] = FROM_BIO | TO_UI,
    [BSM_MESSAGE_LIGHT] = FROM_BIO | TO_UI,
    [BSM_MESSAGE_CAPTURED] = FROM_BIO,
    [BSM_MESSAGE_CAPTURE_FAILED] = FROM_BIO,
    [BSM_MESSAGE_CLAIM_SEALED] = FROM_BIO,
    [BSM_MESSAGE_UI_SHOW] = TO_UI,
    [BSM_MESSAGE_UI_PERSON] = TO_UI,
    [BSM_MESSAGE_UI_OFFERS] = TO_UI,
    [BSM_MESSAGE_UI_SLOTS] = TO_UI,
    [BSM_MESSAGE_UI_BOOKED] = TO_UI,
    [BSM_MESSAGE_UI_RECEIPT] = TO_UI,
    [BSM_MESSAGE_UI_FORGET] = TO_UI,
    [BSM_MESSAGE_UI_DRAWN] = FROM_UI,
    [BSM_MESSAGE_UI_FORGOTTEN] = FROM_UI,
    [BSM_MESSAGE_UI_INPUT] = FROM_UI,
    [BSM_MESSAGE_UI_IDENTITY] = FROM_UI,
    [BSM_MESSAGE_UI_CODE] = FROM_UI,
    [BSM_MESSAGE_UI_MISSING] = FROM_UI,
    [BSM_MESSAGE_UI_MOBILE] = FROM_UI,
    [BSM_MESSAGE_UI_USER_NAME] = FROM_UI,
    [BSM_MESSAGE_UI_PASSWORD] = FROM_UI,
    [BSM_MESSAGE_UI_SLOT] = FROM_UI,
    [BSM_MESSAGE_NET_OPEN] = TO_UPLINK,
    [BSM_MESSAGE_NET_CLAIM] = TO_UPLINK,
    [BSM_MESSAGE_NET_MISSING] = TO_UPLINK,
    [BSM_MESSAGE_NET_CAPTURE] = TO_UPLINK,
    [BSM_MESSAGE_NET_VERIFY] = TO_UPLINK,
    [BSM_MESSAGE_NET_SEND_CODE] = TO_UPLINK,
    [BSM_MESSAGE_NET_CHECK_CODE] = TO_UPLINK,
    [BSM_MESSAGE_NET_USER_NAME] = TO_UPLINK,
    [BSM_MESSAGE_NET_COMPLETE] = TO_UPLINK,
    [BSM_MESSAGE_NET_SLOTS] = TO_UPLINK,
    [BSM_MESSAGE_NET_BOOK] = TO_UPLINK,
    [BSM_MESSAGE_NET_LEAVE] = TO_UPLINK,
    [BSM_MESSAGE_NET_SPOOL] = TO_UPLINK,
    [BSM_MESSAGE_NET_KEEP] = TO_UPLINK,
    [BSM_MESSAGE_NET_CANCEL] = TO_UPLINK,
    [BSM_MESSAGE_NET_LINK] = FROM_UPLINK,
    [BSM_MESSAGE_NET_OPENED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_CLAIMED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_ACCEPTED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_VERIFIED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_DONE] = FROM_UPLINK,
    [BSM_MESSAGE_NET_COMPLETED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_OFFERED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_BOOKED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_STORED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_DELIVERED] = FROM_UPLINK,
    [BSM_MESSAGE_NET_CONFIG] = FROM_UPLINK,
    [BSM_MESSAGE_NET_FAILED] = FROM_UPLINK,
};

_Static_assert(sizeof ways / sizeof ways[0] == BSM_MESSAGE_LAST + 1, "a row for each message");

const char *bsm_kept_kind_name(enum bsm_kept_kind kind)
{
    static const char *const names[] = {"unknown", "visit", "wish"};
    return names[kind >= BSM_KEPT_VISIT && (int)kind <= BSM_KEPT_LAST ? kind : 0];
}

const char *bsm_leaf_name(enum bsm_leaf leaf)
{
    static const char *const names[] = {"bio", "ui", "uplink"};
    return (unsigned)leaf < BSM_LEAF_COUNT ? names[leaf] : "unknown";
}

bool bsm_message_permitted(enum bsm_message_type type, enum bsm_leaf leaf, bool to_hub)
{
    if ((unsigned)type > BSM_MESSAGE_LAST || (unsigned)leaf >= BSM_LEAF_COUNT)
        return false;
    unsigned way = (unsigned)(to_hub ? FROM_BIO : TO_BIO) << (2 * (unsigned)leaf);
    return (ways[type] & way) != 0;
}

bool bsm_message_has_descriptor(enum bsm_message_type type)
{
    return (unsigned)type <= BSM_MESSAGE_LAST && (ways[type] & WITH_DESCRIPTOR) != 0;
}
