/**
 * Runs: the options; the plan, which is checked before any record is read; the job, in this process
 * or on a Flink cluster; and the ledger. This package knows nothing of the command line.
 */
@NullMarked
package dev.sessionbeam.run;

import org.jspecify.annotations.NullMarked;
