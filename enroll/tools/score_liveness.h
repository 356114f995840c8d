/* basma-score liveness: scores of stills, or of a film. */
#ifndef BASMA_ENROLL_TOOLS_SCORE_LIVENESS_H
#define BASMA_ENROLL_TOOLS_SCORE_LIVENESS_H

/* What basma-score prints of it. */
extern const char bsm_score_liveness_usage[];

/* argv[1] is "liveness". The exit code; 2 and nothing else for a wrong usage, which the caller explains. */
int bsm_score_liveness(int argc, char **argv);

#endif
