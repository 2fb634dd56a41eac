import './styles/panel.css';
