package io.leadgate.catalog;

import java.util.function.Supplier;

/**
 * Holds the catalogue that is in force on this node: one volatile reference to an immutable
 * snapshot, which {@link CatalogRefresh} alone replaces. A request takes it once, so that it is
 * judged by one catalogue. Thread-safe.
 */
public final class CurrentCatalog implements Supplier<Catalog> {

  private volatile Catalog catalog = Catalog.EMPTY;

  @Override
  public Catalog get() {
    return catalog;
  }

  void replace(Catalog newer) {
    catalog = newer;
  }
}
