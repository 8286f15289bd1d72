package dev.sessionbeam.explain;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.Routing;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.explain.ExplainedSession.Place;
import dev.sessionbeam.output.FormatSession;
import dev.sessionbeam.output.SessionId;
import dev.sessionbeam.session.RangeFilter;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Session;
import dev.sessionbeam.session.SessionCutter;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.StartReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cuts the events of a machine into sessions, and notes why each event starts one or not. */
final class ExplainMachine {
  private final SessionRules rules;
  private final @Nullable SessionRange range;
  private final @Nullable Routing routing;
  private final FormatSession format;

  ExplainMachine(Definition definition, @Nullable Routes routes, @Nullable SessionRange range) {
    this.rules = SessionRules.of(definition.session().gap(), definition.session().maxDuration());
    this.range = range;
    this.routing = routes == null ? null : new Routing(routes);
    this.format = new FormatSession(definition);
  }

  /**
   * Explains a machine.
   *
   * @param records records that became events of one machine
   */
  MachineTimeline of(String machine, List<ExplainedRecord> records) {
    CutTrail trail = new CutTrail(records);
    List<Event> events =
        records.stream().map(record -> Objects.requireNonNull(record.event())).toList();
    SessionCutter.Cut cut = new SessionCutter(rules, trail).cut(events);
    List<Session> written =
        range == null ? cut.sessions() : new RangeFilter(range).keep(cut, events).sessions();
    List<ExplainedSession> sessions = new ArrayList<>();
    for (Session session : cut.sessions()) {
      sessions.add(explained(session, trail.reasons().get(sessions.size()), written));
    }
    return new MachineTimeline(machine, trail.timeline(), sessions);
  }

  private ExplainedSession explained(
      Session session, StartReason reason, List<Session> allWritten) {
    boolean isWritten = allWritten.contains(session);
    boolean isBefore = range != null && session.start() < range.from();
    return new ExplainedSession(
        session,
        SessionId.of(session.machine(), session.start()),
        reason,
        isWritten ? Place.IN_RANGE : isBefore ? Place.BEFORE : Place.AFTER,
        isWritten ? destinations(session) : List.of());
  }

  private List<String> destinations(Session session) {
    return routing == null || !routing.hasSessions()
        ? List.of()
        : routing.ofSession(format.line(RevisedSession.first(session))).stream()
            .map(choice -> choice.route().name())
            .toList();
  }
}
