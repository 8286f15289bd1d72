/**
 * Runs the job of a stage in application mode on this machine, by the script {@code
 * runners/flink-cluster/cluster}.
 */
@NullMarked
package dev.sessionbeam.deploy.standalone;

import org.jspecify.annotations.NullMarked;
