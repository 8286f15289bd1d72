package dev.sessionbeam.session;

import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.failure.RefusedCoder;
import dev.sessionbeam.failure.TryMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Events of a stream to their sessions, under {@link #SESSIONS}, copies of events left out and
 * counted. A session comes when the watermark passes its end plus the gap, and once more, revised,
 * whenever a late event changes it. What comes too late, or from a machine that floods, comes out
 * under {@link TryMap#REFUSED} with its record, and is counted as what the rules refuse.
 *
 * <p>One step does it all, per machine: {@link SessionizeFn}. Beam's own grouping by windows costs
 * several times as much and drops what is too late (see the benchmark's log).
 */
public final class SessionizeStream
    extends PTransform<PCollection<KV<String, SourcedEvents>>, PCollectionTuple> {
  public static final TupleTag<RevisedSession> SESSIONS = new TupleTag<>("sessions");

  private final StreamRules rules;

  private SessionizeStream(StreamRules rules) {
    this.rules = rules;
  }

  /** Sessions by these rules, of events that a {@link MachinePacker} packed. */
  public static SessionizeStream of(StreamRules rules) {
    return new SessionizeStream(rules);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, SourcedEvents>> events) {
    PCollectionTuple outputs =
        events.apply(
            "Sessionize",
            ParDo.of(new SessionizeFn(rules))
                .withOutputTags(SESSIONS, TupleTagList.of(TryMap.REFUSED)));
    outputs.get(SESSIONS).setCoder(RevisedSessionCoder.of());
    outputs.get(TryMap.REFUSED).setCoder(RefusedCoder.of());
    return outputs;
  }
}
