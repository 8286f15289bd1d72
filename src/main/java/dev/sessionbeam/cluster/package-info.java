/**
 * Speaks with Flink clusters by their REST API: where a cluster is, and what it answers. See
 * runners/flink-cluster/README.md.
 */
@NullMarked
package dev.sessionbeam.cluster;

import org.jspecify.annotations.NullMarked;
