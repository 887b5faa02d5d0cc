package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An interface, of the host or of an instance.
///
/// @param state `up` or `down`
@RegisterForReflection
public record NetworkState(
        @Nullable List<Address> addresses, @Nullable String state) {
    /// @param family `inet` or `inet6`
    /// @param scope `global`, `link` or `local`
    public record Address(
            @JsonProperty(required = true) String family,
            @JsonProperty(required = true) String address,
            @Nullable String scope) {
        public boolean isGlobal() {
            return "global".equals(scope);
        }
    }

    /// @return those that reach beyond a link
    public List<Address> global() {
        return addresses == null
                ? List.of()
                : addresses.stream().filter(Address::isGlobal).toList();
    }
}
