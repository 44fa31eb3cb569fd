@NullMarked
package io.leadgate.catalog;

import org.jspecify.annotations.NullMarked;
