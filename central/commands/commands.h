/* The subcommands of basma-central. Each reads its own options and returns the program's exit code. */
#ifndef BASMA_CENTRAL_COMMANDS_COMMANDS_H
#define BASMA_CENTRAL_COMMANDS_COMMANDS_H

#include "central/commands/options.h"
#include "central/state/state.h"
#include "central/store/store.h"
#include "firmware/base/identity.h"

int bsm_command_init(int argc, char **argv);
int bsm_command_serve(int argc, char **argv);
int bsm_command_token(int argc, char **argv);
int bsm_command_config(int argc, char **argv);
int bsm_command_accounts(int argc, char **argv);
int bsm_command_offices(int argc, char **argv);
int bsm_command_appointments(int argc, char **argv);
int bsm_command_receipt_key(int argc, char **argv);
int bsm_command_telemetry(int argc, char **argv);
int bsm_command_site_pack(int argc, char **argv);
int bsm_command_thresholds(int argc, char **argv);
int bsm_command_revoke(int argc, char **argv);
int bsm_command_portrait(int argc, char **argv);
int bsm_command_keep_mobile(int argc, char **argv);
int bsm_command_unlock(int argc, char **argv);
int bsm_command_audit(int argc, char **argv);

/* First of all: what is personal must not get out of this process by a core file or a debugger. False: the kernel
 * refused, and it has said so. */
bool bsm_command_shut_in(const char *command);

/* An ID number that stands alone in one line of standard input: an argument would stand in the list of processes. */
bool bsm_command_read_number(char number[BSM_ID_NUMBER_SIZE]);

/* Opens state and register for a command; where that fails it has said why. state may be NULL where only the register
 * is needed. */
bool bsm_command_open(const char *command, const char *folder, struct bsm_state *state, struct bsm_store **store);

#endif
