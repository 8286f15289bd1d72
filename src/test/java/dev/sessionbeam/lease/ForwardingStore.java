package dev.sessionbeam.lease;

import java.io.IOException;

/** Forwards to another store. A test overrides one method. */
abstract class ForwardingStore implements LeaseStore {
  final LeaseStore store;

  ForwardingStore(LeaseStore store) {
    this.store = store;
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public Stored read() throws IOException {
    return store.read();
  }

  @Override
  public boolean replace(Stored read, LeaseTable table) throws IOException {
    return store.replace(read, table);
  }

  @Override
  public boolean delete(Stored read) throws IOException {
    return store.delete(read);
  }

  @Override
  public void close() {
    store.close();
  }
}
