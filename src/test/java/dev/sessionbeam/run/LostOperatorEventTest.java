package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.io.file.ReadFaults;
import dev.sessionbeam.io.file.ReadFaultsTest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.util.FlinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Flink may report that it could not reach a task, in place of what the task failed with. */
@Isolated("what readers of the process threw is kept")
class LostOperatorEventTest {
  private final RuntimeException lost =
      failure(LostOperatorEvent.MESSAGE + ". Triggering task failover to ensure consistency.");

  private static RuntimeException failure(String message) {
    return new RuntimeException(
        "Pipeline execution failed",
        new JobExecutionException(null, "Job execution failed.", new FlinkException(message)));
  }

  @BeforeEach
  @AfterEach
  void forget() {
    ReadFaults.forget();
  }

  @Test
  void theFileThatTheTaskCouldNotReadIsTheCause() {
    ReadFaultsTest.readAMissingFile("/nowhere/a.jsonl");
    String message = LostOperatorEvent.cause(lost).map(Throwable::getMessage).orElse("none");
    assertThat(message, containsString("cannot read /nowhere/a.jsonl"));
  }

  @Test
  void withoutAnUnreadableFileTheFailureStays() {
    assertThat(LostOperatorEvent.cause(lost), is(Optional.empty()));
  }

  @Test
  void anotherFailureStays() {
    ReadFaultsTest.readAMissingFile("/nowhere/a.jsonl");
    assertThat(LostOperatorEvent.cause(failure("Disk full")), is(Optional.empty()));
  }

  @Test
  void theMessageIsThatOfThisFlink() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            OperatorCoordinator.class.getResourceAsStream("SubtaskGatewayImpl.class"))) {
      String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(constants, containsString(LostOperatorEvent.MESSAGE));
    }
  }
}
