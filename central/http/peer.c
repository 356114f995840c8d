#include "central/http/peer.h"

#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <string.h>

#include "firmware/base/log.h"
#include "net/seal/x509_verify.h"

static void judge(struct MHD_Connection *mhd, struct bsm_connection *connection, const char *ca_pem, int64_t now_unix_s)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    unsigned count = 0;
    const gnutls_datum_t *chain = info ? gnutls_certificate_get_peers(info->tls_session, &count) : NULL;
    if (!chain || count == 0) {
        connection->peer = BSM_HTTP_PEER_NONE;
        return;
    }
    struct bsm_x509_identity identity;
    enum bsm_status status = bsm_x509_verify_client(ca_pem, chain[0].data, chain[0].size, now_unix_s, &identity);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_WARNING, "central/http", "a client certificate was refused, status=%s",
                bsm_status_name(status));
        connection->peer = BSM_HTTP_PEER_REFUSED;
        return;
    }
    memcpy(connection->fingerprint.bytes, identity.sha256, sizeof identity.sha256);
    connection->certificate_to_unix_s = identity.to_unix_s;
    connection->peer = BSM_HTTP_PEER_VERIFIED;
}

enum bsm_http_peer bsm_peer_judge(struct MHD_Connection *mhd, struct bsm_connection *connection, const char *ca_pem,
                                  int64_t now_unix_s)
{
    if (!connection->judged) {
        judge(mhd, connection, ca_pem, now_unix_s);
        connection->judged = true;
    }
    if (connection->peer == BSM_HTTP_PEER_VERIFIED && now_unix_s > connection->certificate_to_unix_s) {
        return BSM_HTTP_PEER_REFUSED;
    }
    return connection->peer;
}
