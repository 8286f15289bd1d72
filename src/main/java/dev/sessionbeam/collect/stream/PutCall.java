package dev.sessionbeam.collect.stream;

import dev.sessionbeam.deliver.connect.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Sends one call to a stream. */
public interface PutCall {
  /**
   * Returns one outcome for each record, in their order. It never completes with an exception.
   *
   * @param records at most 500, and 5 MiB together
   */
  CompletableFuture<List<Outcome>> send(List<PutRecordsRequestEntry> records);
}
