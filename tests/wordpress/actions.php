<?php
// Do what an editor does, as JSON on standard input says: a list of {"do": …}. Answers a list of ids and addresses.
define('WP_INSTALLING', getenv('BLOG_IS_NEW') === '1');
$_SERVER['HTTP_HOST'] = getenv('BLOG_HOST');
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require getenv('BLOG_ROOT') . '/wp-load.php';

if (WP_INSTALLING) {
    require ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('Lillemose Avis', 'editor', 'editor@lillemose.example', true, '', 'not-a-secret', 'da_DK');
    exit(0);
}

function perform($action) {
    switch ($action['do']) {
        case 'options':
            foreach ($action['values'] as $name => $value) update_option($name, $value);
            flush_rewrite_rules(true);
            return 0;
        case 'theme':
            switch_theme($action['name']);
            return 0;
        case 'write':
            return wp_insert_post(wp_slash(['post_status' => 'publish'] + $action['post']), true);
        case 'change':
            return wp_update_post(wp_slash($action['post']), true);
        case 'trash':
            return wp_trash_post($action['id'])->ID;
        case 'delete':
            return wp_delete_post($action['id'], true)->ID;
    }
}

$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $action) {
    $id = perform($action);
    if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message()); exit(1); }
    $answers[] = ['id' => $id, 'url' => $id ? get_permalink($id) : ''];
}
echo json_encode($answers);
