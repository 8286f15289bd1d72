package dev.sessionbeam.output;

import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectedRecordCoder;
import dev.sessionbeam.session.CutSessions;
import dev.sessionbeam.session.GroupSessions;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.RevisedSessionCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** Builds the input of {@link WriteResults} from sessions only, or from rejected records only. */
final class Results {
  private Results() {}

  static PCollectionTuple ofSessions(PCollection<RevisedSession> sessions) {
    return of(
        sessions,
        sessions.getPipeline().apply("NoneRejected", Create.empty(RejectedRecordCoder.of())));
  }

  static PCollectionTuple ofRejected(PCollection<RejectedRecord> rejected) {
    return of(
        rejected.getPipeline().apply("NoSessions", Create.empty(RevisedSessionCoder.of())),
        rejected);
  }

  private static PCollectionTuple of(
      PCollection<RevisedSession> sessions, PCollection<RejectedRecord> rejected) {
    return PCollectionTuple.of(CutSessions.SESSIONS, sessions)
        .and(GroupSessions.REJECTED, rejected);
  }
}
