#include "enroll/face/model_set.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/sha256.h>

#include "firmware/base/config.h"
#include "firmware/base/file.h"

static const char *const roles[BSM_MODEL_ROLES] = {"detect", "landmark", "feature", "liveness", "pose", "eye"};

struct complaint {
    char *why;
    size_t size;
};

static const char *remedy = "bring the models with ./basma setup, or name another folder";

static enum bsm_status unread(enum bsm_status status, const char *path, struct complaint complaint)
{
    if (status == BSM_INVALID)
        snprintf(complaint.why, complaint.size, "%s is no plain file of a lawful size", path);
    else if (status == BSM_NO_MEMORY)
        snprintf(complaint.why, complaint.size, "no memory to read %s", path);
    else
        snprintf(complaint.why, complaint.size, "%s cannot be read (%s): %s", path, strerror(errno), remedy);
    return status;
}

static int nibble(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool parse_sum(const char *text, uint8_t sum[BSM_MODEL_SUM_SIZE])
{
    if (strlen(text) != 2 * BSM_MODEL_SUM_SIZE)
        return false;
    for (size_t i = 0; i < BSM_MODEL_SUM_SIZE; i++) {
        int high = nibble(text[2 * i]), low = nibble(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        sum[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static enum bsm_status load_model(const char *folder, const char *file, struct bsm_model *model,
                                  struct complaint complaint)
{
    char path[PATH_MAX];
    if (file[0] == '\0' || strchr(file, '/') ||
        (size_t)snprintf(path, sizeof path, "%s/%s", folder, file) >= sizeof path) {
        snprintf(complaint.why, complaint.size, "%s/models.conf: the name of a model is no plain file name", folder);
        return BSM_INVALID;
    }
    enum bsm_status status = bsm_file_read(path, BSM_MODEL_BYTES_MAX, &model->bytes, &model->size);
    if (status != BSM_OK)
        return unread(status, path, complaint);
    uint8_t sum[BSM_MODEL_SUM_SIZE];
    if (mbedtls_sha256_ret(model->bytes, model->size, sum, 0) != 0)
        return BSM_FAULT;
    if (memcmp(sum, model->sha256, sizeof sum) != 0) {
        snprintf(complaint.why, complaint.size, "%s is not the file that models.conf names (SHA-256 differs): %s", path,
                 remedy);
        return BSM_INVALID;
    }
    return BSM_OK;
}

static enum bsm_status load_role(struct bsm_config *config, const char *folder, enum bsm_model_role role,
                                 struct bsm_model *model, struct complaint complaint)
{
    char sum_key[32];
    snprintf(sum_key, sizeof sum_key, "%s.sha256", roles[role]);
    const char *otherwise = role < BSM_MODEL_LIVENESS ? NULL : "";
    const char *file = bsm_config_text(config, roles[role], otherwise);
    const char *sum = bsm_config_text(config, sum_key, otherwise);
    if (bsm_config_error(config)[0] != '\0') {
        snprintf(complaint.why, complaint.size, "%s", bsm_config_error(config));
        return BSM_INVALID;
    }
    if (otherwise && file[0] == '\0' && sum[0] == '\0')
        return BSM_OK;
    if (!parse_sum(sum, model->sha256)) {
        snprintf(complaint.why, complaint.size, "%s/models.conf: %s is not 64 lower-case hex digits", folder, sum_key);
        return BSM_INVALID;
    }
    return load_model(folder, file, model, complaint);
}

static enum bsm_status load_roles(struct bsm_config *config, const char *folder, struct bsm_model_set *set,
                                  struct complaint complaint)
{
    for (int role = 0; role < BSM_MODEL_ROLES; role++) {
        enum bsm_status status = load_role(config, folder, (enum bsm_model_role)role, &set->models[role], complaint);
        if (status != BSM_OK)
            return status;
    }
    if (bsm_config_close(config) != BSM_OK) {
        snprintf(complaint.why, complaint.size, "%s", bsm_config_error(config));
        return BSM_INVALID;
    }
    return BSM_OK;
}

enum bsm_status bsm_model_set_load(const char *folder, struct bsm_model_set *set, char *why, size_t why_size)
{
    struct complaint complaint = {.why = why, .size = why_size};
    *set = (struct bsm_model_set){0};
    char path[PATH_MAX];
    if ((size_t)snprintf(path, sizeof path, "%s/models.conf", folder) >= sizeof path)
        path[0] = '\0';
    uint8_t *text = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_CONFIG_TEXT_MAX, &text, &size);
    if (status != BSM_OK)
        return unread(status, path, complaint);
    struct bsm_config config;
    status = bsm_config_open(&config, path, text, size);
    if (status != BSM_OK)
        snprintf(why, why_size, "%s", bsm_config_error(&config));
    else
        status = load_roles(&config, folder, set, complaint);
    bsm_config_finish(&config);
    free(text);
    if (status != BSM_OK)
        bsm_model_set_finish(set);
    return status;
}

void bsm_model_set_finish(struct bsm_model_set *set)
{
    for (int role = 0; role < BSM_MODEL_ROLES; role++)
        free(set->models[role].bytes);
    *set = (struct bsm_model_set){0};
}
