/* basma-central site-pack: signs what kiosks may do in a campaign while their link is down. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/store/audit.h"
#include "central/store/campaigns.h"
#include "firmware/base/clock.h"
#include "firmware/base/config.h"
#include "firmware/base/file.h"

static const char command[] = "basma-central site-pack";

struct packing {
    char text[BSM_SITE_PACK_TEXT_MAX + 1];
    char jws[BSM_JWS_SIZE];
    struct bsm_site_pack pack;
};

static enum bsm_status store_job(struct bsm_db *db, void *context)
{
    const struct packing *packing = context;
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    enum bsm_status status = bsm_site_pack_put(db, packing->pack.nonce, packing->jws, bsm_clock_unix_ms());
    snprintf(detail, sizeof detail, "signed site=%.60s visits=%d", packing->pack.site, packing->pack.visits_max);
    struct bsm_audit_entry entry = {.at_ms = bsm_clock_unix_ms(), .event = "site_pack", .device = "", .detail = detail};
    return status == BSM_OK ? bsm_audit_add(db, &entry) : status;
}

/* The file's text and a name by chance. */
static bool write_text(const char *path, struct packing *packing)
{
    uint8_t *bytes = NULL, nonce[BSM_SITE_PACK_NONCE_SIZE];
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_SITE_PACK_TEXT_MAX - 100, &bytes, &size);
    if (status != BSM_OK || memchr(bytes, '\0', size)) {
        fprintf(stderr, "%s: cannot read %s: %s\n", command, path,
                bsm_status_name(status == BSM_OK ? BSM_INVALID : status));
        free(bytes);
        return false;
    }
    int length = snprintf(packing->text, sizeof packing->text, "%s\npack = ", (const char *)bytes);
    free(bytes);
    bsm_random_bytes(nonce, sizeof nonce);
    for (size_t i = 0; i < sizeof nonce; i++) {
        length += snprintf(packing->text + length, sizeof packing->text - (size_t)length, "%02x", nonce[i]);
    }
    snprintf(packing->text + length, sizeof packing->text - (size_t)length, "\n");
    return true;
}

static bool sign(const char *folder, struct packing *packing)
{
    char path[BSM_STATE_PATH_SIZE];
    struct bsm_ec_key *key = NULL;
    size_t size = 0;
    bsm_state_path(folder, "config-sign.key", path);
    if (bsm_ec_key_load(path, &key) != BSM_OK) {
        fprintf(stderr, "%s: cannot use %s: restore it from a copy\n", command, path);
        return false;
    }
    struct bsm_signer signer = bsm_ec_key_signer(key);
    enum bsm_status status =
        bsm_jws_sign(&signer, BSM_SITE_PACK_KID, packing->text, strlen(packing->text), packing->jws, &size);
    bsm_ec_key_destroy(key);
    if (status != BSM_OK || size >= BSM_SITE_PACK_JWS_SIZE) {
        fprintf(stderr, "%s: it could not be signed: %s\n", command, bsm_status_name(status));
        return false;
    }
    return true;
}

static int make(const char *folder, const char *path, struct packing *packing)
{
    char error[BSM_SITE_PACK_ERROR_SIZE];
    static struct bsm_state state;
    struct bsm_store *store = NULL;
    if (!write_text(path, packing)) {
        return BSM_EXIT_USAGE;
    }
    if (bsm_site_pack_parse(packing->text, strlen(packing->text), &packing->pack, error) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, error);
        return BSM_EXIT_USAGE;
    }
    if (!sign(folder, packing) || !bsm_command_open(command, folder, &state, &store)) {
        return BSM_EXIT_FAILED;
    }
    enum bsm_status status = bsm_store_write(store, store_job, packing);
    bsm_store_close(store);
    bsm_state_finish(&state);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: could not be stored: %s\n", command, bsm_status_name(status));
        return BSM_EXIT_FAILED;
    }
    printf("%s\n", packing->jws);
    return BSM_EXIT_OK;
}

int bsm_command_site_pack(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {NULL, NULL, "FILE",
         "a `key = value` a line: site, name_ar, name_en, kiosks, valid_from, valid_to (unix seconds), visits (of each "
         "kiosk), fingers, ask"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(
            command,
            "Signs what the named kiosks may do while their link is down, keeps it, and prints it: put it "
            "into each\nkiosk's folder as site-pack.jws. net/seal/site_pack.h tells the keys.",
            options, argc, argv, &exit_code)) {
        return exit_code;
    }
    static struct packing packing;
    return make(options[0].value, options[1].value, &packing);
}
