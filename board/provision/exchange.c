#include "board/provision/exchange.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "firmware/base/wipe.h"
#include "net/wire/path.h"

enum { CONNECT_S = 5, TOTAL_S = 20, PATH_ROOM = 512, URL_ROOM = BSM_WIRE_URL_SIZE + BSM_WIRE_PATH_SIZE };

/* One conversation being set up; what can fail is remembered, so that no setting of trust is passed over. */
struct talk {
    CURL *easy;
    struct curl_slist *headers;
    struct bsm_heard *heard;
    bool failed;
};

static void set(struct talk *talk, CURLcode code)
{
    if (code != CURLE_OK)
        talk->failed = true;
}

static size_t on_body(char *bytes, size_t one, size_t count, void *context)
{
    struct bsm_wire_text *body = context;
    size_t size = one * count;
    if (size > BSM_WIRE_BODY_MAX - body->size)
        return 0;
    memcpy(body->bytes + body->size, bytes, size);
    body->size += size;
    body->bytes[body->size] = '\0';
    return size;
}

static size_t on_header(char *bytes, size_t one, size_t count, void *context)
{
    struct bsm_heard *heard = context;
    bsm_wire_time_header_read(bytes, one * count, &heard->server_unix_ms);
    return one * count;
}

static void add_header(struct talk *talk, const char *name, const char *value)
{
    char line[96];
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *headers = curl_slist_append(talk->headers, line);
    if (headers)
        talk->headers = headers;
    else
        talk->failed = true;
}

static void set_common(struct talk *talk, const char *url, enum bsm_wire_call call, const char *pin)
{
    char path[BSM_WIRE_PATH_SIZE];
    char whole[URL_ROOM];
    bsm_wire_path_format(call, NULL, path);
    snprintf(whole, sizeof whole, "%s%s", url, path);
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_URL, whole));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_PINNEDPUBLICKEY, pin));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_CAPATH, NULL)); /* else the system's CAs stay trusted */
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_PROTOCOLS_STR, "https"));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_PROXY, ""));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_NOSIGNAL, 1L));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_TIMEOUT, (long)TOTAL_S));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_WRITEFUNCTION, on_body));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_WRITEDATA, &talk->heard->body));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_HEADERFUNCTION, on_header));
    set(talk, curl_easy_setopt(talk->easy, CURLOPT_HEADERDATA, talk->heard));
}

static enum bsm_status judge(CURLcode code, const char *url, struct bsm_heard *heard)
{
    static const char deny[] =
        "is not the server that the token names: its key is another. Check the address, and that "
        "the token is of this centre";
    const char *because = curl_easy_strerror(code);
    enum bsm_status status = BSM_GONE;
    if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH) {
        snprintf(heard->reason, sizeof heard->reason, "%.100s %s", url, deny);
        return BSM_DENIED;
    }
    if (code == CURLE_OPERATION_TIMEDOUT)
        status = BSM_TIMEOUT;
    snprintf(heard->reason, sizeof heard->reason,
             "%.100s cannot be reached (%s). Check the network and that the centre runs", url, because);
    return status;
}

static enum bsm_status have(struct talk *talk, const char *url)
{
    long http_status = 0;
    if (talk->failed) {
        snprintf(talk->heard->reason, sizeof talk->heard->reason, "libcurl refuses a setting; is it built with TLS?");
        return BSM_FAULT;
    }
    CURLcode code = curl_easy_perform(talk->easy);
    if (code != CURLE_OK)
        return judge(code, url, talk->heard);
    curl_easy_getinfo(talk->easy, CURLINFO_RESPONSE_CODE, &http_status);
    talk->heard->http_status = (int)http_status;
    return BSM_OK;
}

static bool open_talk(struct talk *talk, struct bsm_heard *heard)
{
    *heard = (struct bsm_heard){0};
    *talk = (struct talk){.heard = heard, .easy = curl_easy_init()};
    heard->body.bytes = calloc(1, BSM_WIRE_BODY_MAX + 1);
    return talk->easy && heard->body.bytes;
}

static void close_talk(struct talk *talk)
{
    curl_easy_cleanup(talk->easy);
    curl_slist_free_all(talk->headers);
}

enum bsm_status bsm_exchange_enrol(const char *url, const char *pin, const struct bsm_uuid *key,
                                   const struct bsm_wire_text *body, struct bsm_heard *heard)
{
    struct talk talk;
    char key_text[BSM_UUID_TEXT_SIZE];
    enum bsm_status status = BSM_NO_MEMORY;
    if (open_talk(&talk, heard)) {
        bsm_uuid_text(key, key_text);
        set_common(&talk, url, BSM_WIRE_ENROL, pin);
        /* The pin stands for the chain, which cannot be checked before the CA is known. */
        set(&talk, curl_easy_setopt(talk.easy, CURLOPT_SSL_VERIFYPEER, 0L));
        set(&talk, curl_easy_setopt(talk.easy, CURLOPT_SSL_VERIFYHOST, 0L));
        set(&talk, curl_easy_setopt(talk.easy, CURLOPT_POSTFIELDS, body->bytes));
        set(&talk, curl_easy_setopt(talk.easy, CURLOPT_POSTFIELDSIZE, (long)body->size));
        add_header(&talk, "Content-Type", BSM_WIRE_TYPE_JSON);
        add_header(&talk, BSM_WIRE_HEADER_KEY, key_text);
        set(&talk, curl_easy_setopt(talk.easy, CURLOPT_HTTPHEADER, talk.headers));
        status = have(&talk, url);
    }
    close_talk(&talk);
    return status;
}

static void set_file(struct talk *talk, CURLoption option, const char *state, const char *name)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", state, name);
    set(talk, curl_easy_setopt(talk->easy, option, path));
}

enum bsm_status bsm_exchange_config(const char *url, const char *pin, const char *state, struct bsm_heard *heard)
{
    struct talk talk;
    enum bsm_status status = BSM_NO_MEMORY;
    if (open_talk(&talk, heard)) {
        set_common(&talk, url, BSM_WIRE_CONFIG, pin);
        set(&talk, curl_easy_setopt(talk.easy, CURLOPT_SSL_VERIFYPEER, 1L));
        set(&talk, curl_easy_setopt(talk.easy, CURLOPT_SSL_VERIFYHOST, 2L));
        set_file(&talk, CURLOPT_CAINFO, state, "trust/ca.crt");
        set_file(&talk, CURLOPT_SSLCERT, state, "keys/tls.crt");
        set_file(&talk, CURLOPT_SSLKEY, state, "keys/tls.key");
        status = have(&talk, url);
    }
    close_talk(&talk);
    return status;
}

void bsm_heard_finish(struct bsm_heard *heard)
{
    if (heard->body.bytes)
        bsm_wipe_free(heard->body.bytes, BSM_WIRE_BODY_MAX + 1);
    heard->body = (struct bsm_wire_text){0};
}
