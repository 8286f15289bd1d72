package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.util.Locale;

/** Says what is left in a queue at the end of a command. */
final class QueueRest {
  private QueueRest() {}

  /** Returns a sentence. */
  static String describe(MessageQueue queue) throws IOException {
    MessageQueue.Size size = queue.size();
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "The queue has about %,d messages", size.waiting()));
    if (size.hidden() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              ", and about %,d that are hidden because a reader has them: run the command again"
                  + " when they can be received",
              size.hidden()));
    }
    return text.append('.').toString();
  }
}
