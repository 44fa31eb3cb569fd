package io.leadgate.catalog;

import java.util.function.Supplier;

/**
 * Holds the catalogue that is in force on this node: one volatile reference to an immutable
 * snapshot, which {@link CatalogRefresh} alone replaces. A request reads the reference once, so
 * that one catalogue judges the whole request. Thread-safe.
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
