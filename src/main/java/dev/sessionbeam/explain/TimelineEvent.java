package dev.sessionbeam.explain;

import dev.sessionbeam.session.StartReason;
import org.jspecify.annotations.Nullable;

/**
 * An event in the timeline of its machine.
 *
 * @param record the record that it was made from
 * @param session the number of its session in the timeline, from 0; of a duplicate, that of the
 *     event that stays
 * @param index its index in the session, from 0; -1 for a duplicate
 * @param reason why it starts a session; null if it does not
 * @param pauseMillis how long after the event before it, in milliseconds; null for the first event
 *     and for a duplicate
 * @param copyOf the record whose event stays in place of this duplicate; null if this is none
 */
public record TimelineEvent(
    ExplainedRecord record,
    int session,
    int index,
    @Nullable StartReason reason,
    @Nullable Long pauseMillis,
    @Nullable ExplainedRecord copyOf) {}
