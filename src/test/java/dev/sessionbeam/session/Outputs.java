package dev.sessionbeam.session;

import dev.sessionbeam.failure.RejectedRecord;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValues;

/** Output receivers for a test that calls the methods of a DoFn itself. */
final class Outputs {
  private Outputs() {}

  /** Adds the output to a list. */
  static <T> DoFn.OutputReceiver<T> into(List<T> list) {
    return new Receiver<>(output -> list.add(output.getValue()));
  }

  /** Adds the output to a list, with its timestamps. */
  static <T> DoFn.OutputReceiver<T> timestamped(List<TimestampedValue<T>> list) {
    return new Receiver<>(list::add);
  }

  /** Adds rejected records to a list. Any other output is an error. */
  static DoFn.MultiOutputReceiver rejected(List<RejectedRecord> list) {
    return new DoFn.MultiOutputReceiver() {
      @Override
      @SuppressWarnings("unchecked") // Equal tags are of the same type.
      public <T> DoFn.OutputReceiver<T> get(TupleTag<T> tag) {
        if (!tag.equals(GroupSessions.REJECTED)) {
          throw new AssertionError(tag);
        }
        return (DoFn.OutputReceiver<T>) into(list);
      }

      @Override
      public <T> DoFn.OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private record Receiver<T>(Consumer<TimestampedValue<T>> out) implements DoFn.OutputReceiver<T> {
    @Override
    public OutputBuilder<T> builder(T value) {
      return WindowedValues.<T>builder()
          .setValue(value)
          .setTimestamp(BoundedWindow.TIMESTAMP_MIN_VALUE)
          .setWindow(GlobalWindow.INSTANCE)
          .setPaneInfo(PaneInfo.NO_FIRING)
          .setReceiver(
              output -> out.accept(TimestampedValue.of(output.getValue(), output.getTimestamp())));
    }
  }
}
