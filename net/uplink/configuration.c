#include "net/uplink/configuration.h"

#include <string.h>

#include "firmware/base/clock.h"
#include "net/uplink/link.h"
#include "net/uplink/uplink.h"

static void look_again_in(struct bsm_configuration *configuration, int64_t ms)
{
    uint32_t chance;
    bsm_random_bytes(&chance, sizeof chance);
    configuration->due_ms = bsm_clock_mono_ms() + ms + chance % (ms / 2);
}

static bool may_look(const struct bsm_uplink *uplink)
{
    return uplink->link.up && !uplink->configuration.exchange && !bsm_uplink_someone_waits(uplink);
}

void bsm_configuration_step(struct bsm_uplink *uplink)
{
    struct bsm_configuration *configuration = &uplink->configuration;
    if (uplink->link.up && !configuration->link_was_up)
        configuration->due_ms = 0;
    configuration->link_was_up = uplink->link.up;
    if (!may_look(uplink) || bsm_clock_mono_ms() < configuration->due_ms)
        return;
    struct bsm_sending sending = {.call = BSM_WIRE_CONFIG,
                                  .known_version = configuration->version,
                                  .timeout_ms = BSM_TRANSPORT_TOTAL_MS,
                                  .owner = configuration};
    if (bsm_transport_begin(uplink->transport, &sending, &configuration->exchange) != BSM_OK)
        look_again_in(configuration, BSM_CONFIGURATION_AGAIN_MS);
}

/* Printable text of a bounded length: what it says is for the hub to judge. */
static bool is_text(const struct bsm_answer *answer)
{
    if (answer->body_size == 0 || answer->body_size >= BSM_CONFIG_JWS_SIZE)
        return false;
    for (size_t i = 0; i < answer->body_size; i++)
        if (answer->body[i] <= ' ' || answer->body[i] >= 0x7f)
            return false;
    return true;
}

enum bsm_status bsm_configuration_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer)
{
    struct bsm_configuration *configuration = &uplink->configuration;
    bool here = answer->status == BSM_OK && answer->http_status == 200 && is_text(answer);
    bool known = answer->status == BSM_OK && answer->http_status == 304;
    if (here) {
        uplink->message = (struct bsm_message){.type = BSM_MESSAGE_NET_CONFIG};
        memcpy(uplink->message.as.net_config.jws, answer->body, answer->body_size);
    }
    bsm_transport_release(uplink->transport, configuration->exchange);
    configuration->exchange = NULL;
    look_again_in(configuration, here || known ? BSM_CONFIGURATION_EVERY_MS : BSM_CONFIGURATION_AGAIN_MS);
    return here ? bsm_uplink_say(uplink, 0) : BSM_OK;
}

int64_t bsm_configuration_next_ms(const struct bsm_uplink *uplink)
{
    return may_look(uplink) ? uplink->configuration.due_ms : INT64_MAX;
}
