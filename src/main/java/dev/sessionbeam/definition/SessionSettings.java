package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of sessions. See docs/semantics.md, section 3.
 *
 * @param gap a pause this long, or longer, splits sessions; in whole milliseconds, above zero
 * @param opening the condition for an opening event; null if only the gap and the max duration
 *     split sessions
 * @param maxDuration the cap of a session; zero turns it off
 * @param allowedLateness how far the watermark may have passed the time of an event that still
 *     counts, in streaming
 * @param maxMachineBytes how many bytes of events a machine may send per {@code maxDuration} (per
 *     day without one), in streaming; events beyond that are rejected, because all events of a
 *     machine are held in memory at once
 */
public record SessionSettings(
    Duration gap,
    @Nullable Expression opening,
    Duration maxDuration,
    Duration allowedLateness,
    long maxMachineBytes)
    implements Serializable {}
