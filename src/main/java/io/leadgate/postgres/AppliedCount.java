package io.leadgate.postgres;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Counts the migrations that this process applies, over all of its tries. For one thread. */
final class AppliedCount implements Callback {

  private int applied;

  int applied() {
    return applied;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    applied++;
  }

  @Override
  public String getCallbackName() {
    return "applied-count";
  }
}
