package dev.sessionbeam.report;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Writes the state of machines, a file for each bundle. */
final class WriteMachinesFn extends DoFn<StoredPart, Void> {
  private static final long serialVersionUID = 1;

  private final DaysState state;
  private transient @Nullable OutputStream file;

  WriteMachinesFn(DaysState state) {
    this.state = state;
  }

  @ProcessElement
  public void process(@Element StoredPart machine) throws IOException {
    OutputStream out = file;
    if (out == null) {
      out = state.createMachines();
      file = out;
    }
    out.write(ReadMachinesFn.MORE);
    StoredPartCoder.INSTANCE.encode(machine, out);
  }

  @FinishBundle
  public void finishBundle() throws IOException {
    OutputStream out = file;
    if (out != null) {
      out.write(ReadMachinesFn.END);
      out.close();
    }
    file = null;
  }
}
