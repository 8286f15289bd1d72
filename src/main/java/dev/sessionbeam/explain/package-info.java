/**
 * Explains a few records: what each step does to them, and why an event starts a session or not. It
 * applies the rules of the pipeline's own steps, without a runner.
 */
@NullMarked
package dev.sessionbeam.explain;

import org.jspecify.annotations.NullMarked;
