#include <glib-unix.h>
#include <unistd.h>

#include "enroll/bio/bio.h"
#include "firmware/base/log.h"

static void end(struct bio *bio, int exit_code)
{
    bio->exit_code = exit_code;
    g_main_loop_quit(bio->loop);
}

void bio_send(struct bio *bio, int descriptor)
{
    bio->message.round = bio->round;
    enum bsm_status status = bsm_channel_send(&bio->channel, &bio->message, descriptor);
    bsm_message_wipe(&bio->message);
    if (status == BSM_OK)
        return;
    /* The hub reads at once or is gone; a hub that does not read cannot be served. */
    if (status != BSM_GONE)
        bsm_log(BSM_LOG_ERROR, "enroll/bio", "the hub does not read, status=%s", bsm_status_name(status));
    end(bio, status == BSM_GONE ? 0 : 1);
}

void bio_say_device(struct bio *bio, enum bsm_device device, bool present)
{
    bio->message.type = BSM_MESSAGE_DEVICE;
    bio->message.as.device = (struct bsm_device_state){.device = device, .present = present};
    bio_send(bio, -1);
}

void bio_say_hint(struct bio *bio, enum bsm_modality modality, enum bsm_hint hint)
{
    bio->message.type = BSM_MESSAGE_HINT;
    bio->message.as.hint = (struct bsm_hint_said){.modality = modality, .hint = hint};
    bio_send(bio, -1);
}

void bio_say_light(struct bio *bio, enum bsm_light light)
{
    bio->message.type = BSM_MESSAGE_LIGHT;
    bio->message.as.light = (struct bsm_light_asked){.light = light};
    bio_send(bio, -1);
}

void bio_say_failed(struct bio *bio, enum bsm_modality modality, enum bsm_status status, enum bsm_hint hint)
{
    bio->message.type = BSM_MESSAGE_CAPTURE_FAILED;
    bio->message.as.capture_failed = (struct bsm_capture_failed){
        .modality = modality,
        .position = modality == BSM_MODALITY_FINGER ? bio->position : BSM_POSITION_NONE,
        .status = status,
        .hint = hint,
    };
    bio_send(bio, -1);
}

/* A claim or a wish. */
static void seal_typed(struct bio *bio, const struct bsm_message *typed)
{
    bool wish = typed->type == BSM_MESSAGE_BIO_WISH;
    bio->message.type = BSM_MESSAGE_CLAIM_SEALED;
    struct bsm_claim_sealed *sealed = &bio->message.as.claim_sealed;
    enum bsm_status status = wish ? sealer_seal_wish(bio->sealer, &typed->as.bio_wish, sealed)
                                  : sealer_seal_claim(bio->sealer, &typed->as.bio_claim, sealed);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "enroll/bio", "the %s could not be sealed, status=%s", wish ? "wish" : "claim",
                bsm_status_name(status));
        bsm_message_wipe(&bio->message);
        bio->message.type = BSM_MESSAGE_CLAIM_SEALED;
        bio->message.as.claim_sealed.status = BSM_FAULT;
    }
    bio_send(bio, -1);
}

static void dispatch(struct bio *bio, const struct bsm_message *message)
{
    bio->round = message->round;
    if (message->type == BSM_MESSAGE_BIO_VISIT)
        sealer_begin(bio->sealer, &message->as.bio_visit);
    else if (message->type == BSM_MESSAGE_BIO_FINGER)
        bio_take_finger(bio, &message->as.bio_finger);
    else if (message->type == BSM_MESSAGE_BIO_FACE)
        bio_take_face(bio, &message->as.bio_face);
    else if (message->type == BSM_MESSAGE_BIO_CANCEL)
        bio_cancel(bio);
    else if (message->type == BSM_MESSAGE_BIO_CLAIM || message->type == BSM_MESSAGE_BIO_WISH)
        seal_typed(bio, message);
}

/* One message a call: the loop calls again while there are more. */
static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
    (void)fd;
    (void)condition;
    struct bio *bio = data;
    struct bsm_message *message = g_new0(struct bsm_message, 1); /* dispatch sends, and sending uses bio->message */
    int descriptor;
    enum bsm_status status = bsm_channel_receive(&bio->channel, message, &descriptor);
    if (descriptor >= 0)
        close(descriptor);
    if (status == BSM_OK && !bsm_message_permitted(message->type, BSM_LEAF_BIO, false))
        status = BSM_INVALID;
    if (status == BSM_OK) {
        dispatch(bio, message);
    } else if (status == BSM_GONE) {
        end(bio, 0);
    } else if (status != BSM_BUSY) {
        bsm_log(BSM_LOG_ERROR, "enroll/bio", "the hub sent what is no message, status=%s", bsm_status_name(status));
        end(bio, 1);
    }
    bsm_message_wipe(message);
    g_free(message);
    return G_SOURCE_CONTINUE;
}

void bio_listen(struct bio *bio) { g_unix_fd_add(bio->channel.fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, bio); }
