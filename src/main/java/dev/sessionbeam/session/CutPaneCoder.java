package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link CutPane}. */
final class CutPaneCoder extends AtomicCoder<CutPane> {
  private static final CutPaneCoder INSTANCE = new CutPaneCoder();
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final Coder<List<Session>> SESSIONS = ListCoder.of(SessionCoder.of());

  private CutPaneCoder() {}

  static CutPaneCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(CutPane pane, OutputStream out) throws IOException {
    LONG.encode(pane.start(), out);
    LONG.encode(pane.last(), out);
    BooleanCoder.of().encode(pane.isLast(), out);
    LONG.encode(pane.given(), out);
    SESSIONS.encode(pane.sessions(), out);
  }

  @Override
  public CutPane decode(InputStream in) throws IOException {
    return new CutPane(
        LONG.decode(in),
        LONG.decode(in),
        BooleanCoder.of().decode(in),
        LONG.decode(in),
        SESSIONS.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
