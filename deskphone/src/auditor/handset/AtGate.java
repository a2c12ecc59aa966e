package auditor.handset;

import auditor.deskphone.Control;
import auditor.deskphone.Ending;
import auditor.deskphone.Fields;
import auditor.deskphone.Gate;
import auditor.deskphone.Session;
import java.util.Map;

/** Answers the phone's requests while nothing of the app has run: the state it will start with may still change. */
final class AtGate implements Control.Handset {
    private final Session session;
    private final Planting planting;
    private final Life life;

    AtGate(Session session, Planting planting, Life life) {
        this.session = session;
        this.planting = planting;
        this.life = life;
    }

    @Override
    public Map<String, Object> perform(String what, Fields arguments) throws Exception {
        switch (what) {
            case "configure":
                session.configure(arguments.object("config"));
                planting.state();
                life.surroundings(session.config().object("surroundings"));
                break;
            case "open":
                Gate.open();
                break;
            case "permission":
                session.grants().put(arguments.text("permission", ""), arguments.flag("granted"));
                break;
            case "app_ops":
                session.grants().ops(arguments.object("app_ops"));
                break;
            case "setting":
                planting.setting(arguments.text("namespace", ""), arguments.text("name", ""), arguments.text("value"));
                break;
            case "surroundings":
                life.surroundings(arguments.object("state"));
                break;
            case "identity":
                session.identity(arguments.object("identity"));
                planting.identity();
                break;
            case "stop":
                new Thread(() -> Ending.exit(0, "stopped by the phone"), "desk-stop").start();
                break;
            default:
                throw new IllegalStateException("the app waits at its gate; nothing of it has run yet");
        }
        return Map.of();
    }
}
