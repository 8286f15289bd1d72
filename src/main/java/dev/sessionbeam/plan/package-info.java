/**
 * What a load needs: shards, delay, slots, state, files, requests and costs. Each figure has its
 * arithmetic. It is computed from the load, from limits of Kinesis and from what was measured;
 * nothing is asked over a network. See docs/plan.md.
 */
@NullMarked
package dev.sessionbeam.plan;

import org.jspecify.annotations.NullMarked;
