/**
 * Reports on a job that runs on a Flink cluster: how it is doing, and what its processes log. See
 * docs/operations.md, "How a job is doing".
 */
@NullMarked
package dev.sessionbeam.status;

import org.jspecify.annotations.NullMarked;
