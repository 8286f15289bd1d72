package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session starts. SEMANTICS, section 3.
 *
 * @param gap two events this far apart, or further, are of two sessions; whole milliseconds, above
 *     zero
 * @param opening holds for an event that opens a session; null: only the gap and the cap part
 *     sessions
 * @param maxDuration the cap; zero turns it off
 * @param allowedLateness how long after its session was written an event may still come, in
 *     streaming
 * @param maxMachineBytes how many bytes of events a machine may send per {@code maxDuration} (per
 *     day without one), in streaming; what goes beyond is refused, since all of them are held in
 *     memory at once
 */
public record SessionSettings(
    Duration gap,
    @Nullable Expression opening,
    Duration maxDuration,
    Duration allowedLateness,
    long maxMachineBytes)
    implements Serializable {}
