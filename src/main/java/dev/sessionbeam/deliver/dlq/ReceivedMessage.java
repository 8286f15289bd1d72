package dev.sessionbeam.deliver.dlq;

/**
 * A message that a queue has handed out, and hides from its other readers for a while.
 *
 * @param receipt what the queue needs to delete it or to show it again
 */
record ReceivedMessage(Message message, String receipt) {
  String id() {
    return message.id();
  }
}
