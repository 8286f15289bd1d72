package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Cuts groups of events into sessions. A group consists of one or more whole sessions. Duplicates
 * are left out and counted. If a group was emitted before, only its changed sessions are emitted,
 * as revisions.
 */
public final class CutSessions
    extends PTransform<PCollection<EventGroup>, PCollection<RevisedSession>> {
  /** The tag under which other steps find the sessions. */
  public static final TupleTag<RevisedSession> SESSIONS = new TupleTag<>("sessions");

  private final SessionRules rules;
  private final @Nullable SessionRange range;

  private CutSessions(SessionRules rules, @Nullable SessionRange range) {
    this.rules = rules;
    this.range = range;
  }

  /** Cuts by these rules. */
  public static CutSessions of(SessionRules rules) {
    return new CutSessions(rules, null);
  }

  /** The same transform, but it emits only the sessions that begin in a range; null for all. */
  public CutSessions within(@Nullable SessionRange beginIn) {
    return new CutSessions(rules, beginIn);
  }

  @Override
  public PCollection<RevisedSession> expand(PCollection<EventGroup> groups) {
    return groups
        .apply("Cut", ParDo.of(new CutFn(rules, range)))
        .setCoder(RevisedSessionCoder.of());
  }

  private static final class CutFn extends DoFn<EventGroup, RevisedSession> {
    private final Counter duplicates = SessionCounters.of(SessionCounters.DUPLICATES);
    private final Counter supersededEvents = SessionCounters.of(SessionCounters.SUPERSEDED_EVENTS);
    private final Counter supersededSessions =
        SessionCounters.of(SessionCounters.SUPERSEDED_SESSIONS);
    private final Counter supersededOpened = SessionCounters.of(SessionCounters.SUPERSEDED_OPENED);
    private final SessionRules rules;
    private final @Nullable RangeFilter filter;

    CutFn(SessionRules rules, @Nullable SessionRange range) {
      this.rules = rules;
      this.filter = range == null ? null : new RangeFilter(range);
    }

    @ProcessElement
    public void process(@Element EventGroup group, OutputReceiver<RevisedSession> out) {
      List<Event> events = group.events();
      SessionCutter.Cut all = new SessionCutter(rules).cut(events);
      SessionCutter.Cut cut = filter == null ? all : filter.keep(all, events);
      Revision revision = Revision.of(group.emitted(), group.machine(), cut);
      duplicates.inc(revision.duplicates());
      for (Session session : revision.superseded()) {
        supersededSessions.inc();
        supersededEvents.inc(session.events().size());
        supersededOpened.inc(session.opened() ? 1 : 0);
      }
      revision.sessions().forEach(out::output);
    }
  }
}
