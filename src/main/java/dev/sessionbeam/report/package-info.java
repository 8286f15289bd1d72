/**
 * The pipeline of {@code report}: what the sessions of an output look like, and what other gaps
 * would give, as counts that add up. See docs/report.md.
 */
@NullMarked
package dev.sessionbeam.report;

import org.jspecify.annotations.NullMarked;
