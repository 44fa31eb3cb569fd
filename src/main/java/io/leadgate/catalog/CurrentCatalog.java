package io.leadgate.catalog;

import java.util.function.Supplier;

/**
 * The catalogue as this node knows it now: one volatile reference to an immutable snapshot, which
 * {@link CatalogRefresh} alone replaces and every verticle reads. Take it once a request.
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
