/* The key store on PEM files: for development and for kiosks without a TPM. Keys are read at first use and kept. */
#include "net/seal/key_store.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/base/file.h"
#include "net/seal/csr.h"

enum { PATH_ROOM = 512, KEYS_MAX = 4 };

struct held_key {
    char name[BSM_KEY_NAME_MAX];
    struct bsm_ec_key *key; /* owned */
};

struct key_files {
    struct bsm_key_store store;
    char folder[PATH_ROOM - BSM_KEY_NAME_MAX - 8];
    struct held_key held[KEYS_MAX];
    int held_count;
};

static struct key_files *files_of(struct bsm_key_store *store) { return (struct key_files *)store; }

static bool name_valid(const char *name)
{
    size_t length = strnlen(name, BSM_KEY_NAME_MAX);
    return length > 0 && length < BSM_KEY_NAME_MAX && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

static void path_of(const struct key_files *files, const char *name, char path[PATH_ROOM])
{
    snprintf(path, PATH_ROOM, "%s/%s.key", files->folder, name);
}

static enum bsm_status check_mode(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return errno == ENOENT ? BSM_GONE : BSM_FAULT;
    return status.st_mode & 077 ? BSM_DENIED : BSM_OK;
}

static enum bsm_status hold(struct key_files *files, const char *name, struct bsm_ec_key *key)
{
    if (files->held_count == KEYS_MAX) {
        bsm_ec_key_destroy(key);
        return BSM_FAULT;
    }
    struct held_key *held = &files->held[files->held_count++];
    snprintf(held->name, sizeof held->name, "%s", name);
    held->key = key;
    return BSM_OK;
}

static struct bsm_ec_key *find(const struct key_files *files, const char *name)
{
    for (int i = 0; i < files->held_count; i++)
        if (strcmp(files->held[i].name, name) == 0)
            return files->held[i].key;
    return NULL;
}

static enum bsm_status key_of(struct key_files *files, const char *name, struct bsm_ec_key **key)
{
    char path[PATH_ROOM];
    struct bsm_ec_key *read = NULL;
    if (!name_valid(name))
        return BSM_INVALID;
    *key = find(files, name);
    if (*key)
        return BSM_OK;
    path_of(files, name, path);
    enum bsm_status status = check_mode(path);
    if (status == BSM_OK)
        status = bsm_ec_key_load(path, &read);
    if (status == BSM_OK)
        status = hold(files, name, read);
    if (status == BSM_OK)
        *key = read;
    return status;
}

static enum bsm_status create(struct bsm_key_store *store, const char *name)
{
    struct key_files *files = files_of(store);
    struct bsm_ec_key *key = NULL;
    char path[PATH_ROOM];
    enum bsm_status status = key_of(files, name, &key);
    if (status != BSM_GONE)
        return status;
    path_of(files, name, path);
    status = bsm_file_make_folders(files->folder, 0700);
    if (status == BSM_OK)
        status = bsm_ec_key_create(&key);
    if (status != BSM_OK)
        return status;
    status = bsm_ec_key_save(key, path);
    if (status != BSM_OK) {
        bsm_ec_key_destroy(key);
        return status;
    }
    return hold(files, name, key);
}

static enum bsm_status sign(struct bsm_key_store *store, const char *name, const uint8_t digest[BSM_SHA256_SIZE],
                            uint8_t signature[BSM_EC_SIGNATURE_SIZE])
{
    struct bsm_ec_key *key = NULL;
    enum bsm_status status = key_of(files_of(store), name, &key);
    return status == BSM_OK ? bsm_ec_key_sign(key, digest, signature) : status;
}

static enum bsm_status public_key(struct bsm_key_store *store, const char *name, struct bsm_ec_point *point)
{
    struct bsm_ec_key *key = NULL;
    enum bsm_status status = key_of(files_of(store), name, &key);
    if (status == BSM_OK)
        bsm_ec_key_public(key, point);
    return status;
}

static enum bsm_status csr(struct bsm_key_store *store, const char *name, const char *common_name,
                           char pem[BSM_CSR_PEM_SIZE])
{
    struct bsm_ec_key *key = NULL;
    enum bsm_status status = key_of(files_of(store), name, &key);
    return status == BSM_OK ? bsm_csr_write(key, common_name, pem) : status;
}

static void destroy(struct bsm_key_store *store)
{
    struct key_files *files = files_of(store);
    for (int i = 0; i < files->held_count; i++)
        bsm_ec_key_destroy(files->held[i].key);
    free(files);
}

static const struct bsm_key_store_ops ops = {
    .create = create, .sign = sign, .public_key = public_key, .csr = csr, .destroy = destroy};

enum bsm_status bsm_key_store_open_files(const char *folder, struct bsm_key_store **store)
{
    struct key_files *files = calloc(1, sizeof *files);
    if (!files)
        return BSM_NO_MEMORY;
    if (strlen(folder) >= sizeof files->folder) {
        free(files);
        return BSM_INVALID;
    }
    snprintf(files->folder, sizeof files->folder, "%s", folder);
    files->store.ops = &ops;
    *store = &files->store;
    return BSM_OK;
}
