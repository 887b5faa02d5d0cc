package dev.repoman.incus.fake;

/// The daemon says no: thrown by a handler it is the HTTP answer, thrown in an operation it is what `wait`
/// tells. The message is the daemon's own wording.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;

    Refusal(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, message);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, message);
    }

    static Refusal failed(String message) {
        return new Refusal(500, message);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
