package dev.sessionbeam.sink;

import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.RefusedCoder;
import dev.sessionbeam.session.CutSessions;
import dev.sessionbeam.session.GroupSessions;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.RevisedSessionCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** What reaches {@link WriteResults}, of which a test looks at one half. */
final class Results {
  private Results() {}

  static PCollectionTuple ofSessions(PCollection<RevisedSession> sessions) {
    return of(
        sessions, sessions.getPipeline().apply("NoneRejected", Create.empty(RefusedCoder.of())));
  }

  static PCollectionTuple ofRejected(PCollection<Refused> rejected) {
    return of(
        rejected.getPipeline().apply("NoSessions", Create.empty(RevisedSessionCoder.of())),
        rejected);
  }

  private static PCollectionTuple of(
      PCollection<RevisedSession> sessions, PCollection<Refused> rejected) {
    return PCollectionTuple.of(CutSessions.SESSIONS, sessions)
        .and(GroupSessions.REJECTED, rejected);
  }
}
