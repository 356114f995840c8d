#include "board/provision/folder.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/file.h"
#include "net/seal/ec_key.h"
#include "net/seal/key_store.h"
#include "net/seal/x509_verify.h"

enum { PATH_ROOM = 512, FILE_MOST = 64 * 1024 };

static const char *path_of(char path[PATH_ROOM], const char *state, const char *name)
{
    snprintf(path, PATH_ROOM, "%s/%s", state, name);
    return path;
}

/* The certificate must be for the key that lies beside it. */
static bool certificate_fits(const char *state)
{
    char path[PATH_ROOM];
    uint8_t *pem = NULL;
    size_t size = 0;
    struct bsm_key_store *store = NULL;
    struct bsm_ec_point key;
    struct bsm_x509_identity identity;
    if (bsm_key_store_open_files(path_of(path, state, "keys"), &store) != BSM_OK)
        return false;
    bool fits = bsm_key_store_public_key(store, BSM_KEY_TLS, &key) == BSM_OK &&
                bsm_file_read(path_of(path, state, "keys/tls.crt"), FILE_MOST, &pem, &size) == BSM_OK &&
                bsm_x509_identify(pem, size, &identity) == BSM_OK && memcmp(&identity.key, &key, sizeof key) == 0;
    free(pem);
    bsm_key_store_destroy(store);
    return fits;
}

/* The name of the first file that is missing, or NULL. */
static const char *missing_file(const char *state)
{
    static const char *const names[] = {"keys/tls.key", "keys/capture.key",      "keys/tls.crt",
                                        "trust/ca.crt", "trust/centre-seal.pem", "trust/config-sign.pem",
                                        "config.jws"};
    char path[PATH_ROOM];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (access(path_of(path, state, names[i]), R_OK) != 0)
            return names[i];
    return NULL;
}

static enum bsm_status read_device(const char *state, char device[BSM_WIRE_DEVICE_SIZE])
{
    char path[PATH_ROOM];
    uint8_t *text = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path_of(path, state, "device"), BSM_WIRE_DEVICE_SIZE, &text, &size);
    if (status != BSM_OK)
        return status;
    text[strcspn((const char *)text, "\r\n")] = '\0';
    bool lawful = bsm_wire_device_valid((const char *)text);
    if (lawful)
        snprintf(device, BSM_WIRE_DEVICE_SIZE, "%s", (const char *)text);
    free(text);
    return lawful ? BSM_OK : BSM_INVALID;
}

enum bsm_status bsm_folder_check(const char *state, char device[BSM_WIRE_DEVICE_SIZE],
                                 char problem[BSM_FOLDER_PROBLEM_SIZE])
{
    enum bsm_status status = read_device(state, device);
    if (status == BSM_GONE)
        return status;
    const char *missing = missing_file(state);
    if (status != BSM_OK)
        snprintf(problem, BSM_FOLDER_PROBLEM_SIZE, "the file device is damaged");
    else if (missing)
        snprintf(problem, BSM_FOLDER_PROBLEM_SIZE, "%s is missing", missing);
    else if (!certificate_fits(state))
        snprintf(problem, BSM_FOLDER_PROBLEM_SIZE, "keys/tls.crt is not the certificate of keys/tls.key");
    else
        return BSM_OK;
    return BSM_INVALID;
}

static enum bsm_status make_one(const char *path)
{
    enum bsm_status status = bsm_file_make_folders(path, 0700);
    return status == BSM_OK && chmod(path, 0700) != 0 ? BSM_FAULT : status;
}

enum bsm_status bsm_folder_make(const char *state)
{
    char path[PATH_ROOM];
    if (strlen(state) > PATH_ROOM - 64) {
        errno = ENAMETOOLONG;
        return BSM_FAULT;
    }
    enum bsm_status status = make_one(state);
    if (status == BSM_OK)
        status = make_one(path_of(path, state, "keys"));
    if (status == BSM_OK)
        status = make_one(path_of(path, state, "trust"));
    return status;
}

enum bsm_status bsm_folder_write(const char *state, const struct bsm_wire_enrolled *enrolled)
{
    const struct {
        const char *name;
        const char *text;
    } files[] = {
        {"trust/ca.crt", enrolled->ca},
        {"trust/centre-seal.pem", enrolled->centre_seal},
        {"trust/config-sign.pem", enrolled->config_sign},
        {"keys/tls.crt", enrolled->certificate},
        {"config.jws", enrolled->config},
        {"device", enrolled->device}, /* last: it says that all is there */
    };
    enum bsm_status status = BSM_OK;
    for (size_t i = 0; i < sizeof files / sizeof files[0] && status == BSM_OK; i++) {
        char path[PATH_ROOM];
        char text[BSM_WIRE_CONFIG_SIZE + 1];
        int length = snprintf(text, sizeof text, "%s", files[i].text);
        if (length > 0 && text[length - 1] != '\n')
            length += snprintf(text + length, sizeof text - (size_t)length, "\n");
        status = bsm_file_write(path_of(path, state, files[i].name), text, (size_t)length, 0600);
    }
    return status;
}
