package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link RevisedSession}: its session, its revision and the starts that it replaces. */
public final class RevisedSessionCoder extends AtomicCoder<RevisedSession> {
  private static final long serialVersionUID = 1;
  private static final RevisedSessionCoder INSTANCE = new RevisedSessionCoder();
  private static final Coder<List<Long>> STARTS = ListCoder.of(VarLongCoder.of());

  private RevisedSessionCoder() {}

  public static RevisedSessionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RevisedSession value, OutputStream out) throws IOException {
    SessionCoder.of().encode(value.session(), out);
    VarIntCoder.of().encode(value.revision(), out);
    STARTS.encode(value.replacedStarts(), out);
  }

  @Override
  public RevisedSession decode(InputStream in) throws IOException {
    return new RevisedSession(
        SessionCoder.of().decode(in), VarIntCoder.of().decode(in), STARTS.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
