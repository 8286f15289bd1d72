package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dlq.MessageQueue;
import dev.sessionbeam.deliver.dlq.QueueFaultException;
import dev.sessionbeam.run.UsageException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name a queue, and how to reach it. */
final class DlqQueueFlags {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** The limit of SQS. */
  private static final Duration LONGEST = Duration.ofHours(12);

  @Option(
      names = "--queue",
      paramLabel = "URL|ARN",
      description = "The queue that holds dead letters, as URL or ARN.")
  @Nullable String queue;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "The SQS server to use in place of AWS. Default: AWS, or the server of --queue.")
  private @Nullable String endpoint;

  @Option(
      names = "--visibilityTimeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description = {
        "How long a message is hidden from other readers while this command has it, 1s to 12h. What"
            + " the command does not delete is shown again at its end, or after this time if it is"
            + " killed.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String visibilityTimeout;

  /** Opens the queue, which must be given. Adds what is wrong, and then returns nothing. */
  Optional<MessageQueue> open(@Nullable String region, List<String> faults) throws UsageException {
    if (queue == null) {
      faults.add("--queue=URL|ARN is missing");
    }
    Duration hidden = DlqFlags.duration("--visibilityTimeout", visibilityTimeout, faults);
    if (hidden != null && (hidden.compareTo(SHORTEST) < 0 || hidden.compareTo(LONGEST) > 0)) {
      faults.add("--visibilityTimeout: '" + visibilityTimeout + "' must be from 1s to 12h");
    }
    URI server = EndpointFlag.read(endpoint, faults);
    if (queue == null || hidden == null || !faults.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageQueue.open(queue, server, region, hidden));
    } catch (IllegalArgumentException | QueueFaultException e) {
      throw new UsageException("--queue: " + e.getMessage());
    }
  }
}
