/*
 * Lines for an operator on stderr (the service manager keeps them): `level subsystem: what, key=value`.
 *
 * Never in a line: a name, the number of a document, a mobile number, a pixel, a template byte, a key, a code. What came
 * from outside is printed through bsm_log only as a bounded, printable word. Thread-safe: one write(2) a line.
 */
#ifndef BASMA_BASE_LOG_H
#define BASMA_BASE_LOG_H

enum bsm_log_level {
    BSM_LOG_DEBUG,
    BSM_LOG_INFO,
    BSM_LOG_WARNING,
    BSM_LOG_ERROR,
};

/* The lowest level that is written; INFO at start. Set once, before threads. */
void bsm_log_set_level(enum bsm_log_level lowest);

/* One line; control characters are replaced by '?', longer than 500 bytes is cut. subsystem as in "drivers/fprint". */
void bsm_log(enum bsm_log_level level, const char *subsystem, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
