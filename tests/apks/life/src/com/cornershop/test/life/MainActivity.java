package com.cornershop.test.life;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.Menu;
import android.view.MenuItem;
import android.view.inputmethod.EditorInfo;
import android.widget.ArrayAdapter;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.ListView;
import android.widget.PopupMenu;

/** Does the step that its intent names; has a field, a list and menus. */
public class MainActivity extends Activity {
    private static final int ASKED = 7;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Facts.say("main created " + (state == null ? "new" : "again with " + state.getString("kept")));
        LinearLayout page = new LinearLayout(this);
        page.setOrientation(LinearLayout.VERTICAL);
        EditText field = new EditText(this);
        field.setSingleLine();
        field.setHint("search here");
        field.setImeOptions(EditorInfo.IME_ACTION_SEARCH);
        field.setOnEditorActionListener((view, action, event) -> {
            Facts.say("searched for " + view.getText());
            return true;
        });
        page.addView(field);
        Button more = new Button(this);
        more.setText("more");
        more.setOnClickListener(view -> {
            PopupMenu menu = new PopupMenu(this, view);
            menu.getMenu().add("popup entry");
            menu.setOnMenuItemClickListener(item -> {
                Facts.say("chosen " + item.getTitle());
                return true;
            });
            menu.show();
        });
        page.addView(more);
        String[] rows = new String[100];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "row " + i;
        }
        ListView list = new ListView(this);
        list.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, rows));
        list.setOnItemClickListener((parent, view, position, id) -> Facts.say("row tapped"));
        page.addView(list);
        setContentView(page);
        Steps.run(this, getIntent());
    }

    @Override
    protected void onNewIntent(Intent intent) {
        super.onNewIntent(intent);
        Facts.say("new intent");
        Steps.run(this, intent);
    }

    @Override
    protected void onSaveInstanceState(Bundle state) {
        super.onSaveInstanceState(state);
        state.putString("kept", "something");
    }

    @Override
    protected void onActivityResult(int request, int code, Intent data) {
        super.onActivityResult(request, code, data);
        Facts.say("result " + request + " " + code + " " + (data == null ? "nothing" : data.getStringExtra("answer")));
    }

    @Override
    public boolean onCreateOptionsMenu(Menu menu) {
        menu.add("about this app");
        return true;
    }

    @Override
    public boolean onOptionsItemSelected(MenuItem item) {
        Facts.say("chosen " + item.getTitle());
        return true;
    }

    @Override
    protected void onStart() {
        super.onStart();
        Facts.say("main started");
    }

    @Override
    protected void onUserLeaveHint() {
        super.onUserLeaveHint();
        Facts.say("user leaves");
    }

    void ask(Intent intent) {
        startActivityForResult(intent, ASKED);
    }
}
